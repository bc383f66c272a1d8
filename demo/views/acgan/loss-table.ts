// Losses of generator and discriminator, in training and on the test set.
import type { TypesByName } from 'trainlab';
import { createScrollingTable } from '../../scrolling-table';
import { createTable } from '../../table';

type Losses = TypesByName['acgan']['sample']['losses'];

export interface LossTable {
  element: HTMLElement;
  show(losses: Losses, epoch: number): void;
}

export function createLossTable(): LossTable {
  const frame = createScrollingTable('Losses of both networks', { id: 'losses' });
  const table = createTable(frame.table, ['Network', 'Set']);
  return {
    element: frame.element,
    show({ generator, discriminator }, epoch) {
      frame.caption(
        `Losses after epoch ${epoch}: generation for real or not, auxiliary for the class, loss for both.`,
      );
      table.show([
        { cells: ['Generator', 'training'], metrics: { ...generator.train } },
        { cells: ['Generator', 'test'], metrics: { ...generator.test } },
        { cells: ['Discriminator', 'training'], metrics: { ...discriminator.train } },
        { cells: ['Discriminator', 'test'], metrics: { ...discriminator.test } },
      ]);
    },
  };
}
