// The project of a network of the page's own, trained by `lab.fit`.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { ExportError } from '../../src/errors';
import type { UsedFitOptions } from '../../src/fit-protocol';
import type { ModelRecord } from '../../src/protocol';
import type { Project } from '../experiment';
import { type DataRecipe, folderCode, givenArrays } from '../formats/project/data-recipe';
import { networkCode } from '../formats/project/network-code';
import { literal, plain } from '../formats/project/python';
import { supervisedScript } from '../formats/project/supervised-script';
import {
  augmentCode,
  lossCode,
  metricsCode,
  optimizerCode,
  scheduleCode,
} from '../formats/project/training-code';
import { SPARSE } from '../training/losses';
import { inputsOf, outputsOf } from './outputs';
import type { FitSettings } from './predict';

export async function fitProject(network: LayersModel, record: ModelRecord): Promise<Project> {
  const used = record.hyperparameters as unknown as UsedFitOptions;
  const { epochs, batchSize, optimizer, shuffle, classWeight, lossWeights } = used;
  if (classWeight !== undefined || lossWeights !== undefined) {
    const which = classWeight === undefined ? 'lossWeights' : 'classWeight';
    throw new ExportError('project', 'the training', `there is no project yet for one with ${which}`);
  }
  const [inputs, outputs] = [inputsOf(network), outputsOf(network)];
  const losses = outputs.map((_, i) => Object.values(used.loss)[i]!);
  const metrics = outputs.map((_, i) =>
    metricsCode(Object.values(used.metrics)[i] ?? [], losses[i] === SPARSE),
  );
  const several = outputs.length > 1;
  const schedule = used.learningRate as Parameters<typeof scheduleCode>[0];
  const { code, own } = networkCode(network, { frozen: true });
  const recipe = recipeOf(record, inputs.length, outputs.length);
  const validates = (record.dataset?.test ?? 0) > 0;
  const accuracy = Object.values(used.metrics).some((names) => names.includes('accuracy')) && !several;
  const script = supervisedScript({
    about: 'Trains a network on examples.',
    ...{ seed: record.seed ?? 0, epochs, batchSize, shuffle },
    optimizer: optimizerCode(optimizer),
    loss: several ? `[${losses.map(lossCode).join(', ')}]` : lossCode(losses[0]!),
    metrics: several ? `[${metrics.join(', ')}]` : metrics[0]!,
    schedule: scheduleCode(schedule, schedule?.initial ?? optimizer.learningRate ?? 0.001),
    augment: used.augment && inputs.length === 1 ? augmentCode(used.augment) || undefined : undefined,
    ...stopOf(used, validates, accuracy),
    ...{ network: code, antirectifier: own.has('Antirectifier') },
    ...{ data: recipe.code, dataHelp: recipe.help, dataRequired: recipe.required },
    phases: phasesCode(
      record,
      losses,
      outputs.map(({ shape }) => shape.at(-1) ?? 1),
      used.validation,
    ),
  });
  return { script, data: recipe };
}

/** What ends the training, and what makes an epoch the best; as `lab.fit` has it. */
function stopOf({ stopEarly }: UsedFitOptions, validates: boolean, accuracy: boolean) {
  const standard = accuracy
    ? { monitor: 'val_accuracy', rises: true }
    : { monitor: 'val_loss', rises: false };
  if (!stopEarly) return validates ? { best: standard } : {};
  const {
    monitor = validates ? 'valLoss' : 'loss',
    patience = 0,
    minDelta = 0,
    restoreBest,
  } = stopEarly as NonNullable<import('../../src/fit-protocol').StopEarly>;
  const name = monitor.replace(/^val([A-Z])/, (_, letter: string) => `val_${letter.toLowerCase()}`);
  const rises = /accuracy|topK|precision|recall|f1/i.test(name);
  const watched = { monitor: name, rises };
  return {
    stopEarly: { ...watched, patience, minDelta },
    ...((restoreBest ?? validates) && { best: watched }),
  };
}

function recipeOf({ settings, classes, dataset }: ModelRecord, inputs: number, outputs: number): DataRecipe {
  const { preprocessing } = (settings ?? {}) as Partial<FitSettings>;
  if (preprocessing?.kind === 'pictures' && classes) {
    const from = dataset && /^https?:/.test(dataset.source) ? `, from ${plain(dataset.source)}` : '';
    return {
      ...{ code: folderCode(preprocessing, classes), required: true },
      help: 'a folder of pictures: a folder for each class, in train and test or without',
      told: `The data were ${plain(dataset?.name ?? 'pictures')}${from}: give them as --data FOLDER, a folder for each class.`,
    };
  }
  const list = (letter: string, count: number) =>
    count === 1 ? letter : Array.from({ length: count }, (_, i) => `${letter}${i}`).join(', ');
  return givenArrays(`arrays ${list('x', inputs)} and ${list('y', outputs)} as the network takes them`);
}

function phasesCode(
  { settings, classes }: ModelRecord,
  losses: readonly string[],
  widths: readonly number[],
  validation: unknown,
): string {
  const { preprocessing } = (settings ?? {}) as Partial<FitSettings>;
  if (preprocessing?.kind === 'pictures' && classes) {
    const { height, width, channels, range } = preprocessing;
    const [low, high] = range;
    const sparse = losses[0] === SPARSE;
    return `
def phases(data):
    def examples(part):
        pictures = data[f"x_{part}"].reshape(-1, ${height}, ${width}, ${channels}).astype("float32")
        answers = data[f"y_{part}"].astype("int32")
        return [${literal(low)} + pictures * ${literal((high - low) / 255)}], [${
          sparse ? 'answers' : `np.eye(${widths[0]}, dtype="float32")[answers]`
        }]

    return [("fit", examples("train"), examples("test"), None)]
`.trim();
  }
  const share = typeof validation === 'number' ? validation : 0;
  const types = losses.map((loss) => (loss === SPARSE ? 'int32' : 'float32'));
  return `
VALIDATION = ${literal(share)}  # the last share of the examples; or arrays x_test and y_test
ANSWERS = ${literal(types)}  # of each output


def phases(data):
    def arrays(letter, part):
        names = sorted(name for name in data if name.startswith(letter) and name.endswith("_test") == (part == "test"))
        types = ANSWERS if letter == "y" else ["float32"] * len(names)
        return [data[name].astype(one) for name, one in zip(names, types)]

    train, test = (arrays("x", "train"), arrays("y", "train")), (arrays("x", "test"), arrays("y", "test"))
    if not test[0]:
        kept = len(train[1][0]) - round(VALIDATION * len(train[1][0]))
        test = tuple([array[kept:] for array in all_of_them] for all_of_them in train)
        train = tuple([array[:kept] for array in all_of_them] for all_of_them in train)
    return [("fit", train, test, None)]
`.trim();
}
