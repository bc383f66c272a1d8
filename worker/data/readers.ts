// Every format of data sets: one line a reader. The first that recognises the files reads them.
import { csv } from './csv';
import type { DatasetReader } from './dataset';
import { text } from './text';

/** Text is last: it takes all that is written in letters. */
export const readers: readonly DatasetReader[] = [csv, text];
