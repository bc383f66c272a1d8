// The antirectifier in Python.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ModelRecord } from '../../../src/protocol';
import type { Project } from '../../experiment';
import { classesProject, numbered, numberOf, onePhase } from '../../formats/project/classes-project';
import { picturesRecipe } from '../../formats/project/data-recipe';
import { optimizerCode } from '../../formats/project/training-code';

export async function antirectifierProject(network: LayersModel, record: ModelRecord): Promise<Project> {
  const classes = record.classes ?? numbered(network);
  const recipe = await picturesRecipe(record, { side: 28, channels: 1 }, classes);
  return classesProject(network, record, recipe, {
    about: 'Tells digits apart with a layer of its own in place of ReLU.',
    optimizer: optimizerCode({
      ...{ name: 'rmsprop', learningRate: numberOf(record, 'learningRate'), rho: 0.9, epsilon: 1e-7 },
    }),
    phases: onePhase('antirectifier', classes.length, [784]),
  });
}
