// The projects of the experiments that learn from examples with their answers.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ModelRecord } from '../../../src/protocol';
import { lengths, vocabulary } from '../../experiments/addition/encoding';
import { drawQuestions } from '../../experiments/addition/index';
import { codingOf } from '../../experiments/addition/network';
import type { Question } from '../../experiments/addition/questions';
import { Random } from '../../training/random';
import { type DataRecipe, picturesRecipe, withArrays } from './data-recipe';
import type { Project } from './export-project';
import { networkCode } from './network-code';
import { literal, quoted } from './python';
import { type SupervisedScript, supervisedScript } from './supervised-script';
import { augmentCode, optimizerCode, scheduleCode } from './training-code';

type Own = Pick<SupervisedScript, 'about' | 'optimizer' | 'phases'> & Partial<SupervisedScript>;

/** What all have in common: classes told apart, the best epoch by those right. */
function project(network: LayersModel, record: ModelRecord, data: DataRecipe, own: Own): Project {
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

const numberOf = ({ hyperparameters }: ModelRecord, name: string) => Number(hyperparameters[name]);

const NO_CLASSES = (network: LayersModel) =>
  Array.from({ length: network.outputs[0]!.shape.at(-1)! }, (_, i) => String(i));

export async function transferProject(network: LayersModel, record: ModelRecord): Promise<Project> {
  const half = network.outputs[0]!.shape.at(-1)!;
  const learned = record.classes ?? NO_CLASSES(network);
  // The first half's names are not kept: those of digits are known.
  const digits = learned.every((name, i) => name === String(half + i));
  const before = learned.map((_, i) => (digits ? String(i) : `class ${i}`));
  const recipe = await picturesRecipe(record, { side: 28, channels: 1 }, [...before, ...learned]);
  const flatten = network.layers.findIndex((layer) => layer.getClassName() === 'Flatten');
  const frozen = network.layers.slice(0, flatten + 1).map(({ name }) => name);
  const [first, second] = record.phases.map(({ name }) => name);
  return project(network, record, recipe, {
    about: 'Learns the first half of the classes; then its features are frozen, and it learns the others.',
    optimizer: optimizerCode({
      ...{ name: 'adadelta', learningRate: numberOf(record, 'learningRate'), rho: 0.95, epsilon: 1e-7 },
    }),
    phases: `
CLASSES = ${half}  # in each phase
FEATURES = ${literal(frozen)}  # frozen in the second


def select(x, y, first):
    """Pictures of so many classes from the first on, 0 to 1, and their classes one-hot."""
    chosen = (y >= first) & (y < first + CLASSES)
    pictures = x[chosen].reshape(-1, 28, 28, 1).astype("float32") / 255
    return [pictures], [np.eye(CLASSES, dtype="float32")[y[chosen] - first]]


def phases(data):
    def phase(name, first, frozen):
        train = select(data["x_train"], data["y_train"], first)
        return name, train, select(data["x_test"], data["y_test"], first), frozen

    return [phase(${quoted(first ?? 'first classes')}, 0, ()), phase(${quoted(second ?? 'second classes')}, CLASSES, FEATURES)]
`.trim(),
  });
}

/** One phase of pictures scaled to 0 to 1. @param shape of one, as the network takes it */
const onePhase = (name: string, classes: number, shape: readonly number[]) =>
  `
def phases(data):
    def examples(part):
        pictures = data[f"x_{part}"].reshape(${['-1', ...shape].join(', ')}).astype("float32") / 255
        return [pictures], [np.eye(${classes}, dtype="float32")[data[f"y_{part}"]]]

    return [(${quoted(name)}, examples("train"), examples("test"), ())]
`.trim();

export async function cifar10Project(network: LayersModel, record: ModelRecord): Promise<Project> {
  const classes = record.classes ?? NO_CLASSES(network);
  const recipe = await picturesRecipe(record, { side: 32, channels: 3 }, classes);
  const { schedule, decay, shift, flip } = record.hyperparameters as {
    schedule: string;
    decay: number;
    shift: number;
    flip: boolean;
  };
  const learningRate = numberOf(record, 'learningRate');
  return project(network, record, recipe, {
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

export async function antirectifierProject(network: LayersModel, record: ModelRecord): Promise<Project> {
  const classes = record.classes ?? NO_CLASSES(network);
  const recipe = await picturesRecipe(record, { side: 28, channels: 1 }, classes);
  return project(network, record, recipe, {
    about: 'Tells digits apart with a layer of its own in place of ReLU.',
    optimizer: optimizerCode({
      ...{ name: 'rmsprop', learningRate: numberOf(record, 'learningRate'), rho: 0.9, epsilon: 1e-7 },
    }),
    phases: onePhase('antirectifier', classes.length, [784]),
  });
}

export async function additionProject(network: LayersModel, record: ModelRecord): Promise<Project> {
  const coding = codingOf(network);
  const random = new Random(record.seed ?? 0);
  const asked = { digits: coding.digits, questions: numberOf(record, 'questions') };
  const { sums, training, validation } = drawQuestions(asked, random);
  const { question, answer } = lengths(coding.digits);
  const rows = (texts: string[], length: number) => ({
    data: Uint8Array.from(
      texts.flatMap((text) => [...text.padEnd(length)].map((c) => vocabulary.indexOf(c))),
    ),
    shape: [texts.length, length],
  });
  const read = ({ question: asked }: Question) => {
    const padded = asked.padEnd(question);
    return coding.inverted ? [...padded].reverse().join('') : padded;
  };
  const x = (questions: Question[]) => rows(questions.map(read), question);
  const y = (questions: Question[]) =>
    rows(
      questions.map((one) => one.answer),
      answer,
    );
  const recipe = await withArrays(
    ...[
      { x_train: x(training), y_train: y(training), x_test: x(validation), y_test: y(validation) },
      `The sums of the run lie in data.npz, as numbers of characters of "${vocabulary}".`,
    ],
  );
  const learningRate = numberOf(record, 'learningRate');
  return project(network, record, recipe, {
    about: 'Learns to add: reads the characters of a sum, and writes those of the answer.',
    optimizer: optimizerCode({
      ...{ name: 'adam', learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    }),
    schedule: scheduleCode({ schedule: 'inverseTime', rate: numberOf(record, 'decay') }, learningRate),
    order: 'even_lengths(train[0][0], rng)',
    phases: `
VOCABULARY = ${quoted(vocabulary)}
QUESTIONS = ${sums.train.length}  # an epoch


def even_lengths(questions, rng):
    """Numbers of questions for an epoch: those of each combination of lengths as often as of each other."""
    digits = questions.argmax(-1) < 10
    plus = (questions.argmax(-1) == VOCABULARY.index("+")).argmax(-1)
    groups = {}
    for number, key in enumerate(zip(plus.tolist(), digits.sum(-1).tolist())):
        groups.setdefault(key, []).append(number)
    groups = list(groups.values())
    rng.shuffle(groups)
    order = []
    for i, group in enumerate(groups):
        count = len(range(i, QUESTIONS, len(groups)))
        rounds = [rng.permutation(group) for _ in range(-(-count // len(group)))]
        order.append(np.concatenate(rounds)[:count])
    return rng.permutation(np.concatenate(order))


def phases(data):
    def examples(part):
        one_hot = np.eye(len(VOCABULARY), dtype="float32")
        return [one_hot[data[f"x_{part}"]]], [one_hot[data[f"y_{part}"]]]

    return [("addition", examples("train"), examples("test"), ())]
`.trim(),
  });
}
