// What the projects of experiments have in common that tell classes apart.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ModelRecord } from '../../../src/protocol';
import type { Project } from '../../experiment';
import type { DataRecipe } from './data-recipe';
import { networkCode } from './network-code';
import { quoted } from './python';
import { type SupervisedScript, supervisedScript } from './supervised-script';

type Own = Pick<SupervisedScript, 'about' | 'optimizer' | 'phases'> & Partial<SupervisedScript>;

/** What all have in common: classes told apart, the best epoch by those right. */
export function classesProject(
  network: LayersModel,
  record: ModelRecord,
  data: DataRecipe,
  own: Own,
): Project {
  const { hyperparameters, seed = 0 } = record;
  const { epochs, batchSize, restoreBest } = hyperparameters as Record<string, number>;
  const { code, own: classes } = networkCode(network, { frozen: false });
  const script = supervisedScript({
    ...{ seed, epochs: epochs!, batchSize: batchSize!, shuffle: true, network: code },
    ...{ loss: 'keras.losses.CategoricalCrossentropy()', metrics: '["accuracy"]' },
    ...(restoreBest && { best: { monitor: 'val_accuracy', rises: true } }),
    antirectifier: classes.has('Antirectifier'),
    ...{ data: data.code, dataHelp: data.help, dataRequired: data.required },
    ...own,
  });
  return { script, data };
}

export const numberOf = ({ hyperparameters }: ModelRecord, name: string) => Number(hyperparameters[name]);

/** Names of the classes of a network whose record has none. */
export const numbered = (network: LayersModel) =>
  Array.from({ length: network.outputs[0]!.shape.at(-1)! }, (_, i) => String(i));

/** One phase of pictures scaled to 0 to 1. @param shape of one, as the network takes it */
export const onePhase = (name: string, classes: number, shape: readonly number[]) =>
  `
def phases(data):
    def examples(part):
        pictures = data[f"x_{part}"].reshape(${['-1', ...shape].join(', ')}).astype("float32") / 255
        return [pictures], [np.eye(${classes}, dtype="float32")[data[f"y_{part}"]]]

    return [(${quoted(name)}, examples("train"), examples("test"), ())]
`.trim();
