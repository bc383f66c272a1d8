// CIFAR-10 in Python.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ModelRecord } from '../../../src/protocol';
import type { Project } from '../../experiment';
import { classesProject, numbered, numberOf, onePhase } from '../../formats/project/classes-project';
import { picturesRecipe } from '../../formats/project/data-recipe';
import { augmentCode, optimizerCode, scheduleCode } from '../../formats/project/training-code';

export async function cifar10Project(network: LayersModel, record: ModelRecord): Promise<Project> {
  const classes = record.classes ?? numbered(network);
  const recipe = await picturesRecipe(record, { side: 32, channels: 3 }, classes);
  const { schedule, decay, shift, flip } = record.hyperparameters as {
    schedule: string;
    decay: number;
    shift: number;
    flip: boolean;
  };
  const learningRate = numberOf(record, 'learningRate');
  return classesProject(network, record, recipe, {
    about: 'Tells small colour pictures apart, each shifted and mirrored at random.',
    optimizer: optimizerCode({ name: 'rmsprop', learningRate, rho: 0.9, epsilon: 1e-7 }),
    schedule: scheduleCode(
      schedule === 'cosine' ? { schedule: 'cosine' } : { schedule: 'inverseTime', rate: decay },
      learningRate,
    ),
    augment: augmentCode({ shift, flip }) || undefined,
    phases: onePhase('cifar10', classes.length, [32, 32, 3]),
  });
}
