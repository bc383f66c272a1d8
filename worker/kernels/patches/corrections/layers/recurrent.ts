// Recurrent layers: regularizers of their cells, which tfjs-layers adds to no loss, and of their outputs, which it
// drops, and the forget gate's first bias.
import { tidy } from '@tensorflow/tfjs-core';
import { extendConstruction, readOption } from './extend-construction';
import { type Layer, replaceAccessor, replaceMethod, type Shape } from './replace-method';

type Loss = () => unknown;

interface Cell {
  readonly losses: Loss[];
  readonly cells?: Cell[];
}

interface Recurrent {
  readonly _losses: Loss[];
  readonly cell: Cell;
}

interface Bidirectional {
  readonly forwardLayer: Cell;
  readonly backwardLayer: Cell;
}

export function collectCellLosses(): (() => void)[] {
  return [
    replaceAccessor<Recurrent, Loss[]>('RNN', 'losses', (layer) => [
      ...layer._losses,
      ...lossesOf(layer.cell),
    ]),
    replaceAccessor<Bidirectional, Loss[]>('Bidirectional', 'losses', ({ forwardLayer, backwardLayer }) => [
      ...forwardLayer.losses,
      ...backwardLayer.losses,
    ]),
  ];
}

function lossesOf({ losses, cells = [] }: Cell): Loss[] {
  return [...losses, ...cells.flatMap(lossesOf)];
}

interface Regularized {
  activityRegularizer: unknown;
  readonly cell: { activityRegularizer: unknown };
}

/** The cell keeps it too: a layer's configuration is its cell's. Keras' SimpleRNN drops its own as tfjs-layers' does. */
export function keepActivityRegularizers(): (() => void)[] {
  return ['GRU', 'LSTM', 'ConvLSTM2D'].map((className) =>
    extendConstruction<Regularized>(className, (layer, { activityRegularizer }) => {
      if (activityRegularizer == null) return;
      layer.activityRegularizer = readOption('activityRegularizer', activityRegularizer);
      layer.cell.activityRegularizer = layer.activityRegularizer;
    }),
  );
}

/** In Keras a forget gate's bias begins at one unless the layer says that it does not. */
export function startRemembering(): (() => void)[] {
  return ['LSTMCell', 'ConvLSTM2DCell'].map((className) =>
    replaceMethod<(shape: Shape | Shape[]) => void>(
      className,
      'build',
      (original) =>
        function (this: Layer, shape) {
          (this as unknown as { unitForgetBias?: boolean }).unitForgetBias ??= true;
          // tfjs-layers leaves tensors behind when it initializes a forget bias.
          tidy(() => original.call(this, shape));
        },
    ),
  );
}
