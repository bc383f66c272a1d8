// Recurrent layers whose gates are hard sigmoids. TensorFlow.js and Keras 2 have clip(x / 5 + 0.5), Keras 3 has
// clip(x / 6 + 0.5): with weights that much larger it gives the same.
import { dispose, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';

type Layer = layers.Layer;

/** What of TensorFlow.js' layers lies in others; most of it is private in its types. */
interface Holding {
  cell?: Layer;
  cells?: Layer[];
  layer?: Layer;
  layers?: Layer[];
  forwardLayer?: Layer;
  backwardLayer?: Layer;
  units?: number;
  filters?: number;
  recurrentActivation?: { getClassName(): string };
}

/** What the weights of Keras 3 are to those of TensorFlow.js. */
export const KERAS_3_GATES = 6 / 5;

/** The layer and all those in it. */
export function withInner(layer: Layer): Layer[] {
  const { cell, cells = [], layer: inner, layers: all = [], forwardLayer, backwardLayer } = layer as Holding;
  const within = [cell, inner, forwardLayer, backwardLayer, ...cells, ...all];
  return [layer, ...within.filter((one) => one !== undefined).flatMap(withInner)];
}

/** The gates of a cell that are hard sigmoids, by their place among its columns; `undefined` where none are. */
export function hardGates(layer: Layer): readonly number[] | undefined {
  const gates = { LSTMCell: [0, 1, 3], ConvLSTM2DCell: [0, 1, 3], GRUCell: [0, 1] }[layer.getClassName()];
  const { recurrentActivation } = layer as Holding;
  return recurrentActivation?.getClassName() === 'hardSigmoid' ? gates : undefined;
}

/** A cell's weight with the columns of these gates so much larger. */
export function scaleGates(layer: Layer, weight: Tensor, gates: readonly number[], by: number): Float32Array {
  const { units, filters } = layer as Holding;
  const width = layer.getClassName() === 'ConvLSTM2DCell' ? filters! : units!;
  const columns = weight.shape.at(-1)!;
  const data = weight.dataSync() as Float32Array;
  return data.map((value, i) => (gates.includes(Math.floor((i % columns) / width)) ? value * by : value));
}

/** Makes weights that Keras 3 stored those of TensorFlow.js. */
export function takeFromKeras3(network: Layer): void {
  for (const layer of new Set(withInner(network))) {
    const gates = hardGates(layer);
    if (!gates) continue;
    const scaled = layer.getWeights().map((weight) => {
      return tensor(scaleGates(layer, weight, gates, 1 / KERAS_3_GATES), weight.shape);
    });
    layer.setWeights(scaled);
    dispose(scaled);
  }
}
