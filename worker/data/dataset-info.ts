// What a result says of the data it was trained on.
import type { DatasetInfo } from '../../src/protocol';
import type { LabelledImages } from '../training/labelled-images';

/** How a result names a data set. @param data what the page gave, if anything */
export function datasetInfo(
  name: string,
  data: unknown,
  { train, test }: { train: LabelledImages; test: LabelledImages },
): DatasetInfo {
  const isAddress = typeof data === 'string' || data instanceof URL;
  const source = data === undefined ? 'embedded' : isAddress ? String(data) : 'files';
  return { name, source, train: train.labels.length, test: test.labels.length };
}
