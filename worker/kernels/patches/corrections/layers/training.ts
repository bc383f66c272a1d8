// Steps of training as in Keras: constraints are put on weights after each, where tfjs-layers does it only when
// weights are set, and several outputs' losses are averaged before they are summed.
import { mean, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { replaceMethod } from './replace-method';

interface Weight {
  read(): Tensor & { assign(value: Tensor): void };
  readonly constraint: { apply(weight: Tensor): Tensor } | null;
}

type TrainFunction = (data: Tensor[]) => Tensor[];

type LossFunction = (target: Tensor, output: Tensor) => Tensor;

interface Model {
  readonly inputs: unknown[];
  readonly outputs: unknown[];
  lossFunctions: LossFunction[];
  readonly collectedTrainableWeights: Weight[];
}

export function correctTraining(): () => void {
  return replaceMethod<() => TrainFunction>(
    'Model',
    'makeTrainFunction',
    (original) =>
      function (this: unknown) {
        const train = original.call(this);
        return (data) => {
          const results = withAveragedLosses(this as Model, data, () => train(data));
          for (const weight of (this as Model).collectedTrainableWeights) {
            const { constraint } = weight;
            if (constraint) tidy(() => weight.read().assign(constraint.apply(weight.read())));
          }
          return results;
        };
      },
  );
}

/**
 * tfjs-layers adds what each example costs by each output, of whatever shapes, and averages that: outputs of other
 * ranks throw, or are weighted otherwise. Where examples have weights it is left so.
 */
function withAveragedLosses<T>(model: Model, data: Tensor[], train: () => T): T {
  const { inputs, outputs, lossFunctions } = model;
  if (outputs.length < 2 || data.length !== inputs.length + outputs.length) return train();
  model.lossFunctions = lossFunctions.map((loss) => (target, output) => mean(loss(target, output)));
  try {
    return train();
  } finally {
    model.lossFunctions = lossFunctions;
  }
}
