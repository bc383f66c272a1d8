// Mends what TensorFlow.js' tape records where gradients are taken of gradients, or an input is left out.
import { type customGrad, engine, type NamedTensorMap, scalar, type Tensor } from '@tensorflow/tfjs-core';

type CustomGrad = typeof customGrad;
type Engine = ReturnType<typeof engine>;

/** What we replace of the engine; most of it is private in its types. */
interface Recording {
  saveTensorsForBackwardMode(tensors: (Tensor | undefined)[]): Tensor[];
  addTapeNode(
    name: string,
    inputs: NamedTensorMap,
    outputs: Tensor[],
    gradient: (dy: Tensor, saved: Tensor[]) => unknown,
    saved: Tensor[],
    attributes: object,
  ): void;
  customGrad: CustomGrad;
}

/** Whether a gradient is being computed inside of another: what is recorded now may be differentiated again. */
const isNested = () => engine().state.gradientDepth > 1;

/**
 * Lets gradients be differentiated again where TensorFlow.js loses the way back. It keeps a copy of each output
 * that a gradient needs, and records that copy before the operation itself: to the second gradient it is a
 * constant. Inside of a nested gradient the copy now counts as the output, and what a gradient of one's own
 * (`customGrad`) saves on its way is recorded with how it was made. Optional inputs that are not there, such as
 * a normalisation's scale, are left out of the tape.
 * @returns a function that undoes it
 */
export function mendTape(): () => void {
  const recording = engine() as unknown as Recording & Record<string, unknown>;
  const { saveTensorsForBackwardMode: save, addTapeNode: add, customGrad: custom } = recording;
  recording.saveTensorsForBackwardMode = function (tensors) {
    if (isNested()) return tensors.map((tensor) => keep(tensor ? sameOf(tensor) : scalar(1)));
    // A scale that is not there is a scale of one.
    return save.call(
      this,
      tensors.includes(undefined) ? tensors.map((tensor) => tensor ?? scalar(1)) : tensors,
    );
  };
  recording.addTapeNode = function (name, inputs, ...rest) {
    add.call(this, name, present(inputs), ...rest);
  };
  recording.customGrad = ((f: Parameters<CustomGrad>[0]) => {
    const plain = custom.call(recording, f);
    return (...inputs: Tensor[]) =>
      isNested() ? recordedCustomGrad(recording, f, inputs) : plain(...inputs);
  }) as CustomGrad;
  return () => {
    // The engine's own are its class'.
    for (const name of ['saveTensorsForBackwardMode', 'addTapeNode', 'customGrad']) delete recording[name];
  };
}

/** Runs f with all that it computes on the tape, so that what it saves is no constant to the second gradient. */
function recordedCustomGrad(recording: Recording, f: Parameters<CustomGrad>[0], inputs: Tensor[]): Tensor {
  return engine().tidy(() => {
    let saved: Tensor[] = [];
    const save = (tensors: Tensor[]) => {
      saved = tensors.map((tensor) => keep(sameOf(tensor)));
    };
    const { value, gradFunc } = f(...inputs, save);
    const result = unrecorded(() => engine().runKernel('Identity', { x: value }) as Tensor);
    const gradient = (dy: Tensor, kept: Tensor[]) => {
      const gradients = [gradFunc(dy, kept)].flat() as Tensor[];
      return Object.fromEntries(gradients.map((dx, i) => [i, () => dx]));
    };
    recording.addTapeNode(
      'customGrad',
      { ...inputs } as unknown as NamedTensorMap,
      [result],
      gradient,
      saved,
      {},
    );
    return result;
  });
}

/** A copy that the tape takes for the tensor itself. */
function sameOf(tensor: Tensor): Tensor {
  const copy = unrecorded(() => engine().runKernel('Identity', { x: tensor }) as Tensor);
  (copy as { id: number }).id = tensor.id;
  return copy;
}

function unrecorded<T>(compute: () => T): T {
  const { state } = engine() as Engine;
  state.kernelDepth++;
  try {
    return compute();
  } finally {
    state.kernelDepth--;
  }
}

const keep = (tensor: Tensor) => engine().keep(tensor);

function present(inputs: NamedTensorMap): NamedTensorMap {
  if (!Object.values(inputs).includes(undefined as never)) return inputs;
  return Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor));
}
