// Draw a digit from 5 to 9: the trained network knows the digits of the second phase.
import { createDigitSheet } from '../../drawing/digit-sheet';
import type { View } from '../view';

const digits = [5, 6, 7, 8, 9];

export const transfer: View<'transfer'> = {
  title: 'Draw a digit',
  invitation:
    'Train first. Then draw a 5, 6, 7, 8 or 9 here, and see what the network makes of it while you draw.',
  open: (panel, run, signal) => panel.append(createDigitSheet({ run, signal, digits })),
};
