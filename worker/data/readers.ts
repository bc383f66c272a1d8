// Every format of data sets: one line a reader. The first that recognises the files reads them.
import type { DatasetReader } from './dataset';
import { pictureFiles } from './picture-files';
import { sprite } from './sprite';
import { teachableMachine } from './teachable-machine';

export const readers: readonly DatasetReader[] = [teachableMachine, sprite, pictureFiles];
