// Networks with folded layers against the same layers one by one on the CPU backend: outputs and the gradient
// by the picture.
import type * as tfjs from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { foldSteps } from '../../worker/experiments/deepdream/network/fold-steps';
import type { CaseFile, KernelCase } from './case';
import type { Random } from './random';

type Layer = InstanceType<typeof layers.Layer>;

interface Step {
  layer: Layer;
  from: readonly number[];
}

interface Plan {
  name: string;
  layers: () => [layer: Layer, ...from: number[]][];
  targets: number[];
  /** How many steps run. */
  left: number;
}

const SHAPE: [number, number, number, number] = [1, 9, 8, 5];

const plans: Plan[] = [
  {
    name: 'convolutions, normalised and cut at 6',
    layers: () => [
      [layers.conv2d({ filters: 8, kernelSize: 3, strides: 2, padding: 'same', useBias: false }), -1],
      [layers.batchNormalization({}), 0],
      [layers.reLU({ maxValue: 6 }), 1],
      [layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, padding: 'same' }), 2],
      [layers.batchNormalization({ scale: false }), 3],
      [layers.reLU({ maxValue: 6 }), 4],
      [layers.conv2d({ filters: 4, kernelSize: 1 }), 5],
      [layers.batchNormalization({ center: false }), 6],
    ],
    targets: [7],
    left: 3,
  },
  {
    name: 'an output from before the normalisation',
    layers: () => [
      [layers.conv2d({ filters: 8, kernelSize: 3 }), -1],
      [layers.batchNormalization({}), 0],
      [layers.reLU({}), 1],
    ],
    targets: [0, 2],
    left: 3,
  },
  {
    name: 'branches, one of them from before the activation',
    layers: () => [
      [layers.conv2d({ filters: 8, kernelSize: 3, useBias: false }), -1],
      [layers.batchNormalization({}), 0],
      [layers.activation({ activation: 'relu' }), 1],
      [layers.conv2d({ filters: 8, kernelSize: 1, padding: 'same', useBias: false }), 1],
      [layers.activation({ activation: 'relu6' }), 3],
      [layers.add(), 2, 4],
    ],
    targets: [5],
    left: 4,
  },
  {
    name: 'activations that stay',
    layers: () => [
      [layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu' }), -1],
      [layers.batchNormalization({}), 0],
      [layers.conv2d({ filters: 3, kernelSize: 3 }), 1],
      [layers.reLU({ maxValue: 1 }), 2],
    ],
    targets: [3],
    left: 4,
  },
];

export const cases: CaseFile = (random) => plans.map((plan) => planCase(random, plan));

function planCase(random: Random, { name, layers: make, targets, left }: Plan): KernelCase {
  const x = random.floats(SHAPE);
  const numbers = random.floats([1000], 0.2, 1);
  return {
    name,
    run(tf) {
      const steps = make().map(([layer, ...from]) => ({ layer, from }));
      const input = tf.tensor(x, SHAPE);
      const plain: Outputs = [];
      for (const step of steps) plain.push(apply(step, plain, input));
      for (const { layer } of steps) {
        layer.setWeights(
          layer
            .getWeights()
            .map((weight, i) => tf.tensor(numbers.subarray(i, i + weight.size), weight.shape).mul(1 - i / 3)),
        );
      }
      const folding = foldSteps(steps, steps.keys(), targets);
      const kept = steps.filter((_, i) => !folding.absorbed.has(i));
      const values = (given: tfjs.Tensor) =>
        tf.getBackend() === 'cpu' ? reference(steps, given) : runFolded(steps, folding, given);
      const loss = (given: tfjs.Tensor) => {
        const outputs = values(given);
        return tf.addN(targets.map((at) => outputs[at]!.square().sum()));
      };
      const outputs = values(input);
      const count = tf.scalar(kept.length - left);
      const results = [...targets.map((at) => outputs[at]!), tf.grad(loss)(input), count];
      folding.dispose();
      for (const { layer } of steps) layer.dispose();
      return results;
    },
  };
}

type Outputs = (tfjs.Tensor | undefined)[];

const inputOf = (outputs: Outputs, x: tfjs.Tensor, at: number) => (at < 0 ? x : outputs[at]!);

function apply({ layer, from }: Step, outputs: Outputs, x: tfjs.Tensor): tfjs.Tensor {
  const inputs = from.map((at) => inputOf(outputs, x, at));
  return layer.apply(inputs.length === 1 ? inputs[0]! : inputs, { training: false }) as tfjs.Tensor;
}

/** Batch normalisation by its formula: TensorFlow.js' own has no gradient without gamma. */
function reference(steps: readonly Step[], x: tfjs.Tensor): Outputs {
  const outputs: Outputs = [];
  for (const step of steps) {
    if (step.layer.getClassName() !== 'BatchNormalization') outputs.push(apply(step, outputs, x));
    else {
      const { gamma, beta, moving_mean, moving_variance } = Object.fromEntries(
        step.layer.weights.map((weight) => [
          weight.name.split('/').at(-1)!.replace(/_\d+$/, ''),
          weight.read(),
        ]),
      );
      const centred = inputOf(outputs, x, step.from[0]!).sub(moving_mean!);
      const scaled = centred.div(moving_variance!.add(1e-3).sqrt()).mul(gamma ?? 1);
      outputs.push(beta ? scaled.add(beta) : scaled);
    }
  }
  return outputs;
}

function runFolded(
  steps: readonly Step[],
  { folded, absorbed }: ReturnType<typeof foldSteps>,
  x: tfjs.Tensor,
): Outputs {
  const outputs: Outputs = [];
  for (const [i, step] of steps.entries()) {
    const part = folded.get(i);
    if (part) outputs.push(part.apply(inputOf(outputs, x, part.from)));
    else outputs.push(absorbed.has(i) ? undefined : apply(step, outputs, x));
  }
  return outputs;
}
