// Every format of data sets: one line a reader. The first that recognises the files reads them.
import { cifarReader } from './cifar-reader';
import { csv } from './csv';
import type { DatasetReader } from './dataset';
import { idxReader } from './idx-reader';
import { npyReader } from './npy-reader';
import { parquet } from './parquet';
import { pictureFiles } from './picture-files';
import { sprite } from './sprite';
import { teachableMachine } from './teachable-machine';
import { text } from './text';

/** Text is last: it takes all that is written in letters. */
export const readers: readonly DatasetReader[] = [
  teachableMachine,
  sprite,
  pictureFiles,
  npyReader,
  idxReader,
  cifarReader,
  parquet,
  csv,
  text,
];
