// What layers answer to an input, and the filters that they answer with.
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InvalidOptionError } from '../../src/errors';
import type { LayerArray } from '../../src/protocol';
import { type LayerCall, layerCalls, type Slot } from './layer-calls';
import { namedWeights } from './weights';

/**
 * Runs the network at inference up to some of its layers.
 * @param inputs one for each input of the network, with the batch
 * @param names of layers; of a layer that is shared, its last call counts
 * @returns one for each name: the first output of the layer, with the batch
 * @throws InvalidOptionError for a layer that there is not
 */
export async function activationsOf(
  network: LayersModel,
  inputs: readonly Tensor[],
  names: readonly string[],
): Promise<LayerArray[]> {
  const { calls } = layerCalls(network);
  const wanted = names.map((name, i) => {
    const at = calls.map((call) => call.name).lastIndexOf(name);
    if (at >= 0) return at;
    const known = new Set(calls.map((call) => call.name));
    throw new InvalidOptionError(`layers[${i}]`, name, `one of ${[...known].join(', ')}`);
  });
  const outputs = tidy(() => run(calls, needed(calls, wanted), inputs, wanted));
  try {
    return await Promise.all(
      outputs.map(async (output, i) => ({
        layer: names[i]!,
        shape: output.shape,
        data: (await output.data()).slice() as LayerArray['data'],
      })),
    );
  } finally {
    for (const output of outputs) output.dispose();
  }
}

function needed(calls: readonly LayerCall[], wanted: readonly number[]): Set<number> {
  const found = new Set<number>();
  const waiting = [...wanted];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at < 0 || found.has(at)) continue;
    found.add(at);
    waiting.push(...calls[at]!.from.map(({ call }) => call));
  }
  return found;
}

type Mask = Tensor | null | undefined;

/** Masks go along as tfjs-layers' own execution has them. */
function run(
  calls: readonly LayerCall[],
  which: Set<number>,
  inputs: readonly Tensor[],
  wanted: readonly number[],
): Tensor[] {
  const values: Tensor[][] = [];
  const masks: Mask[][] = [];
  const outputOf = ({ call, output }: Slot) => (call < 0 ? inputs[output]! : values[call]![output]!);
  const maskOf = ({ call, output }: Slot) => (call < 0 ? null : masks[call]![output]);
  for (const at of [...which].sort((a, b) => a - b)) {
    const { layer, from } = calls[at]!;
    const given = from.map(outputOf);
    const ownMasks = from.map(maskOf);
    const masked = ownMasks.some((mask) => mask != null);
    const kwargs = { training: false, ...(masked && { mask: ownMasks[0] }) };
    values[at] = [layer.apply(given.length === 1 ? given[0]! : given, kwargs as never)].flat() as Tensor[];
    masks[at] = layer.supportsMasking ? [layer.computeMask(given, ownMasks as Tensor[])].flat() : [];
  }
  // A layer may hand on what it was given: what leaves must be the caller's own.
  return wanted.map((at) => values[at]![0]!.clone());
}

/**
 * The kernel of a layer: [height, width, channels, filters] of a convolution, [inputs, units] of a dense layer.
 * @throws InvalidOptionError for a layer that there is not or that has none
 */
export async function filtersOf(network: LayersModel, layer: string): Promise<LayerArray> {
  const kernels = namedWeights(network).filter(({ shape }) => shape.length > 1);
  const kernel = kernels.find((one) => one.layer === layer);
  if (!kernel) {
    const known = [...new Set(kernels.map((one) => one.layer))];
    throw new InvalidOptionError('layer', layer, `a layer with a kernel: ${known.join(', ') || 'none here'}`);
  }
  const data = await kernel.variable.read().data();
  return { layer, shape: kernel.shape, data: data.slice() as LayerArray['data'] };
}
