// What writes one call of a layer into an ONNX graph.
import type { Shape } from '../../network/layer-calls';
import type { Graph } from './graph';

export interface LayerToWrite {
  graph: Graph;
  /** The layer's configuration, in tfjs-layers' words. */
  config: Record<string, unknown>;
  /** The layer's weights, by the last part of their names. */
  weights: Record<string, WeightArray | undefined>;
  /** Names of what it takes, with their shapes. */
  inputs: string[];
  shapes: Shape[];
  /** Of its first output. */
  output: Shape;
  /** Writes a layer that this one wraps. */
  inner(name: InnerLayer, inputs: string[], shapes: Shape[], output: Shape): string[];
  /** @throws ExportError naming the layer */
  refuse(reason: string): never;
}

export type InnerLayer = 'layer' | 'forwardLayer' | 'backwardLayer';

export interface WeightArray {
  shape: number[];
  data: Float32Array;
}

/** @returns names of its outputs */
export type LayerWriter = (layer: LayerToWrite) => string[];

/** One that hands on what it is given: it does nothing at inference. */
export const handOn: LayerWriter = ({ inputs }) => [inputs[0]!];

/** @throws ExportError for a weight that is not there */
export function weightOf({ weights, refuse }: LayerToWrite, name: string): WeightArray {
  return weights[name] ?? refuse(`it has no ${name}`);
}
