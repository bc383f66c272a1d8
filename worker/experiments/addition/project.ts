// Addition in Python: its sums go along.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ModelRecord } from '../../../src/protocol';
import type { Project } from '../../experiment';
import { classesProject, numberOf } from '../../formats/project/classes-project';
import { withArrays } from '../../formats/project/data-recipe';
import { quoted } from '../../formats/project/python';
import { optimizerCode, scheduleCode } from '../../formats/project/training-code';
import { Random } from '../../training/random';
import { lengths, vocabulary } from './encoding';
import { codingOf } from './network';
import { drawQuestions, type Question } from './questions';

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
  return classesProject(network, record, recipe, {
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
