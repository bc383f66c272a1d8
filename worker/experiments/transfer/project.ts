// Transfer learning in Python: both phases.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ModelRecord } from '../../../src/protocol';
import type { Project } from '../../experiment';
import { classesProject, numbered, numberOf } from '../../formats/project/classes-project';
import { picturesRecipe } from '../../formats/project/data-recipe';
import { literal, quoted } from '../../formats/project/python';
import { optimizerCode } from '../../formats/project/training-code';

export async function transferProject(network: LayersModel, record: ModelRecord): Promise<Project> {
  const half = network.outputs[0]!.shape.at(-1)!;
  const learned = record.classes ?? numbered(network);
  // The first half's names are not kept: those of digits are known.
  const digits = learned.every((name, i) => name === String(half + i));
  const before = learned.map((_, i) => (digits ? String(i) : `class ${i}`));
  const recipe = await picturesRecipe(record, { side: 28, channels: 1 }, [...before, ...learned]);
  const flatten = network.layers.findIndex((layer) => layer.getClassName() === 'Flatten');
  const frozen = network.layers.slice(0, flatten + 1).map(({ name }) => name);
  const [first, second] = record.phases.map(({ name }) => name);
  return classesProject(network, record, recipe, {
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
