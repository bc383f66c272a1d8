// How a gradient of ours is put in front of TensorFlow.js' own.
import {
  engine,
  type GradConfig,
  getGradient,
  getKernel,
  type NamedAttrMap,
  registerGradient,
  type Tensor,
  unregisterGradient,
} from '@tensorflow/tfjs-core';

export type GradFunc = GradConfig['gradFunc'];
export type NamedGradients = ReturnType<GradFunc>;

/** A kernel that no other backend has. */
export const ONLY_OURS = 'OptimizerUpdate';

/** A gradient that one of our kernels computes where the active backend has it. */
export interface Override extends GradConfig {
  /** The kernel that decides: where the active backend lacks it, TensorFlow.js' own gradient is used. */
  readonly needs: string;
  /** Whether this gradient can take the case; if not, TensorFlow.js' own does. Default: it can. */
  applies?(saved: Tensor[]): boolean;
  /** TensorFlow.js' own gradient is given these of the saved tensors. Default: all. */
  stockSaved?(saved: Tensor[]): Tensor[];
}

/** Runs one of our kernels, recording it for second gradients. */
export function runKernel(name: string, inputs: Record<string, Tensor>, attrs: NamedAttrMap = {}): Tensor {
  return engine().runKernel(name, inputs, attrs);
}

/**
 * Whether a gradient is being computed inside of another: what is recorded now may be differentiated twice.
 * A saved output is then of no use. TensorFlow.js records the clone that it saves before the operation
 * itself, so that on the tape the clone does not depend on the operation's inputs, and its part of the second
 * gradient would be lost.
 */
export function isNested(): boolean {
  return engine().state.gradientDepth > 1;
}

/** Registers the gradient in front of TensorFlow.js' own, if that is there, and returns what undoes it. */
export function overrideGradient(config: Override): () => void {
  const { needs, gradFunc, stockSaved, applies = () => true } = config;
  const stock = getGradient(config.kernelName) as GradConfig | undefined;
  if (!stock) return () => {};
  registerGradient({
    kernelName: config.kernelName,
    get inputsToSave() {
      return config.inputsToSave ?? [];
    },
    get outputsToSave() {
      return config.outputsToSave ?? [];
    },
    gradFunc: (dy, saved, attrs) =>
      getKernel(needs, engine().backendName) && applies(saved)
        ? gradFunc(dy, saved, attrs)
        : stock.gradFunc(dy, stockSaved ? stockSaved(saved) : saved, attrs),
  });
  return () => registerGradient(stock);
}

/** Registers the gradient of a kernel of our own and returns what undoes it. */
export function addGradient(config: GradConfig): () => void {
  if (getGradient(config.kernelName)) return () => {};
  registerGradient(config);
  return () => unregisterGradient(config.kernelName);
}
