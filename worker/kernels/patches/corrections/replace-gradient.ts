import {
  type GradConfig,
  getGradient,
  registerGradient,
  type Tensor,
  unregisterGradient,
  zeros,
} from '@tensorflow/tfjs-core';

export type GradFunc = GradConfig['gradFunc'];
export type NamedGradients = ReturnType<GradFunc>;

/** Registers a gradient in the place of TensorFlow.js' own, if it has one, and returns what undoes it. */
export function replaceGradient(config: GradConfig): () => void {
  const { kernelName } = config;
  const stock = getGradient(kernelName) as GradConfig | undefined;
  registerGradient(config);
  return () => {
    if (stock) registerGradient(stock);
    else unregisterGradient(kernelName);
  };
}

/** The gradient towards what a result does not change with. TensorFlow.js takes gradients of float32 only. */
export function nothing(input: Tensor): () => Tensor {
  return () => zeros(input.shape);
}
