// Every format of data sets: one line a reader. The first that recognises the files reads them.
import type { DatasetReader } from './dataset';

export const readers: readonly DatasetReader[] = [];
