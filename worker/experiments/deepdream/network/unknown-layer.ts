// The error for a layer that a network does not have.
import { InvalidOptionError } from '../../../../src/errors';

export function unknownLayer(name: string, network: string, all: readonly string[], field = 'layers') {
  return new InvalidOptionError(field, name, `a layer of ${network}: ${all.join(', ')}`);
}
