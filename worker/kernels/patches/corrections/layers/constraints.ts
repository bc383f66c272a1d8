// Constraints on weights, put on them after each step of training as in Keras: tfjs-layers does it only when
// weights are set.
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { replaceMethod } from './replace-method';

interface Weight {
  read(): Tensor & { assign(value: Tensor): void };
  readonly constraint: { apply(weight: Tensor): Tensor } | null;
}

type TrainFunction = (data: Tensor[]) => Tensor[];

interface Model {
  readonly collectedTrainableWeights: Weight[];
}

export function applyConstraints(): () => void {
  return replaceMethod<() => TrainFunction>(
    'Model',
    'makeTrainFunction',
    (original) =>
      function (this: unknown) {
        const train = original.call(this);
        return (data) => {
          const results = train(data);
          for (const weight of (this as Model).collectedTrainableWeights) {
            const { constraint } = weight;
            if (constraint) tidy(() => weight.read().assign(constraint.apply(weight.read())));
          }
          return results;
        };
      },
  );
}
