import type { Thing } from '../thing';
import { balloon } from './balloon';
import { boat } from './boat';
import { butterfly } from './butterfly';
import { car } from './car';
import { fish } from './fish';
import { flower } from './flower';
import { house } from './house';
import { mushroom } from './mushroom';
import { rocket } from './rocket';
import { tree } from './tree';

/** The ten things, by the names of their classes. */
export const things: Readonly<Record<string, Thing>> = {
  balloon,
  boat,
  butterfly,
  car,
  fish,
  flower,
  house,
  mushroom,
  rocket,
  tree,
};
