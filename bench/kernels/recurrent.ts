import { randomUniform, sum, type Tensor, type Variable, variableGrads } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import type { KernelBench } from './bench';

const UNITS = 128;
const BATCH = 128;

/** The LSTM layers of addition, forward and with all gradients. */
export const recurrentBenches: readonly KernelBench[] = [
  lstm('encoder', 7, 12),
  lstm('decoder', 4, UNITS),
].flat();

function lstm(what: string, time: number, inputs: number): KernelBench[] {
  const weights = (inputs + UNITS) * 4 * UNITS;
  const flops = 2 * BATCH * time * weights;
  const name = (pass: string) => `lstm ${what}: ${pass}, ${BATCH}×${time}×${inputs}`;
  const prepared = () => {
    const layer = layers.lstm({ units: UNITS, returnSequences: true, recurrentInitializer: 'glorotUniform' });
    const x = randomUniform([BATCH, time, inputs], -1, 1);
    const run = () => layer.apply(x) as Tensor;
    run().dispose();
    return { layer, run };
  };
  return [
    { name: name('forward'), flops, prepare: () => prepared().run },
    {
      name: name('forward and weights’ gradients'),
      // The input needs no gradient, the state between time steps does.
      flops: 2 * BATCH * time * (2 * inputs + 3 * UNITS) * 4 * UNITS,
      prepare() {
        const { layer, run } = prepared();
        const variables = layer.trainableWeights.map((weight) => weight.read() as Variable);
        return () => {
          const { value, grads } = variableGrads(() => sum(run()), variables);
          return [value, ...Object.values(grads)];
        };
      },
    },
  ];
}
