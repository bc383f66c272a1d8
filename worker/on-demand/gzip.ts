// What reads gzip that the browser's own DecompressionStream refuses: several members, and zeros after the last.
import { Inflate } from 'pako';
import { provided } from './provided';

export const library = { Inflate };
provided().gzip = library;
