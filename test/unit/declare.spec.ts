// How an experiment's metrics are declared: what each is, and which training metric a validation metric belongs to.
import { validationName, withValidation } from '../../worker/declare';
import { expect, test } from '../fixtures';

test('each metric of the training brings its counterpart over the validation examples', () => {
  expect(withValidation({ loss: 'loss', generatorAuxiliary: 'loss', accuracy: 'fraction' })).toEqual({
    loss: { kind: 'loss' },
    generatorAuxiliary: { kind: 'loss' },
    accuracy: { kind: 'fraction' },
    valLoss: { kind: 'loss', validates: 'loss' },
    valGeneratorAuxiliary: { kind: 'loss', validates: 'generatorAuxiliary' },
    valAccuracy: { kind: 'fraction', validates: 'accuracy' },
  });
  expect(validationName('loss')).toBe('valLoss');
});
