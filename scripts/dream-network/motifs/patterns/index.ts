import type { Motif } from '../pattern';
import { arches } from './arches';
import { butterflies } from './butterflies';
import { checks } from './checks';
import { eyes } from './eyes';
import { feathers } from './feathers';
import { flowers } from './flowers';
import { honeycomb } from './honeycomb';
import { leaves } from './leaves';
import { owls } from './owls';
import { rings } from './rings';
import { scales } from './scales';
import { shells } from './shells';
import { spirals } from './spirals';
import { spots } from './spots';
import { stars } from './stars';
import { stripes } from './stripes';

/** All motifs by name; their order is that of the labels. */
export const motifs: Readonly<Record<string, Motif>> = {
  ...{ arches, butterflies, checks, eyes, feathers, flowers, honeycomb, leaves },
  ...{ owls, rings, scales, shells, spirals, spots, stars, stripes },
};
