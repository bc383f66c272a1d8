// Regularizers of recurrent layers' cells: tfjs-layers adds them to no loss.
import { replaceAccessor } from './replace-method';

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
