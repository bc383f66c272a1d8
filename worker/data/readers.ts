// Every format of data sets: one line a reader. The first that recognises the files reads them.
import { cifarReader } from './cifar-reader';
import type { DatasetReader } from './dataset';
import { idxReader } from './idx-reader';
import { npyReader } from './npy-reader';
import { pictureFiles } from './picture-files';
import { sprite } from './sprite';
import { teachableMachine } from './teachable-machine';

export const readers: readonly DatasetReader[] = [
  teachableMachine,
  sprite,
  pictureFiles,
  npyReader,
  idxReader,
  cifarReader,
];
