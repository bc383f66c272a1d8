// What stands for a data set of the lab where a page may hand in several things.
import type { DatasetReference } from '../../src/protocol';

export function isDatasetReference(value: unknown): value is DatasetReference {
  return typeof value === 'object' && value !== null && 'labDataset' in value;
}
