// Hyperparameters as Python: optimizer, loss, metrics, learning rate and augmentation, as Keras and NumPy have them.
import { ExportError } from '../../../src/errors';
import type { AugmentOptions, LearningRateSchedule, OptimizerOptions } from '../../../src/fit-protocol';
import { decimal, literal, named, quoted } from './python';

const OPTIMIZERS: Record<OptimizerOptions['name'], string> = {
  ...{ sgd: 'SGD', momentum: 'SGD', rmsprop: 'RMSprop', adam: 'Adam', adamw: 'AdamW', adamax: 'Adamax' },
  ...{ adagrad: 'Adagrad', adadelta: 'Adadelta' },
};

/** @throws ExportError for two ways of clipping, of which Keras has one at a time */
export function optimizerCode(options: OptimizerOptions): string {
  const { name, learningRate, momentum, nesterov, rho, beta1, beta2, epsilon, centered } = options;
  const { clipNorm, globalClipNorm, clipValue, weightDecay } = options;
  const clipping = { clipnorm: clipNorm, global_clipnorm: globalClipNorm, clipvalue: clipValue };
  if (Object.values(clipping).filter(Boolean).length > 1) {
    throw new ExportError('project', 'the optimizer', 'Keras clips gradients in one way at a time');
  }
  const sgd = name === 'sgd' || name === 'momentum';
  return `keras.optimizers.${OPTIMIZERS[name]}(${named(
    {
      ...{ learning_rate: learningRate, momentum: momentum || undefined, nesterov: nesterov || undefined },
      ...{ rho, beta_1: beta1, beta_2: beta2, epsilon: sgd ? undefined : epsilon },
      ...{ centered: centered || undefined, weight_decay: weightDecay || undefined },
      ...Object.fromEntries(Object.entries(clipping).filter(([, value]) => value)),
    },
    decimal,
  )})`;
}

const LOSSES: Record<string, string> = {
  ...{ meanSquaredError: 'MeanSquaredError', meanAbsoluteError: 'MeanAbsoluteError' },
  meanAbsolutePercentageError: 'MeanAbsolutePercentageError',
  meanSquaredLogarithmicError: 'MeanSquaredLogarithmicError',
  ...{
    squaredHinge: 'SquaredHinge',
    hinge: 'Hinge',
    categoricalHinge: 'CategoricalHinge',
    logcosh: 'LogCosh',
  },
  categoricalCrossentropy: 'CategoricalCrossentropy',
  sparseCategoricalCrossentropy: 'SparseCategoricalCrossentropy',
  ...{ binaryCrossentropy: 'BinaryCrossentropy', kullbackLeiblerDivergence: 'KLDivergence' },
  ...{ poisson: 'Poisson', cosineProximity: 'CosineSimilarity' },
};

/** @throws ExportError for a loss that Keras does not have */
export function lossCode(name: string): string {
  if (Object.hasOwn(LOSSES, name)) return `keras.losses.${LOSSES[name]}()`;
  throw new ExportError('project', `the loss ${name}`, 'Keras has none like it');
}

/** Metrics that Keras computes as the lab does; the others are left out. */
export function metricsCode(names: readonly string[], sparse: boolean): string {
  const known = names.flatMap((name) => {
    if (['accuracy', 'categoricalAccuracy', 'sparseCategoricalAccuracy', 'binaryAccuracy'].includes(name)) {
      const kind = { categoricalAccuracy: 'CategoricalAccuracy', binaryAccuracy: 'BinaryAccuracy' }[name];
      const type = name === 'sparseCategoricalAccuracy' ? 'SparseCategoricalAccuracy' : kind;
      return [type ? `keras.metrics.${type}(name=${quoted(name)})` : '"accuracy"'];
    }
    const [, k] = /^topK(\d+)$/.exec(name) ?? [];
    if (k) {
      const type = sparse ? 'SparseTopKCategoricalAccuracy' : 'TopKCategoricalAccuracy';
      return [`keras.metrics.${type}(k=${k}, name=${quoted(name)})`];
    }
    const loss = Object.hasOwn(LOSSES, name) ? LOSSES[name] : undefined;
    return loss ? [`keras.metrics.MeanMetricWrapper(${lossCode(name)}, name=${quoted(name)})`] : [];
  });
  return `[${known.join(', ')}]`;
}

/** A function of the step, counted from 0, for the loop to ask; `undefined` where the rate stays. */
export function scheduleCode(
  how: LearningRateSchedule | undefined,
  initial: number,
): { constants: string; code: string } | undefined {
  if (!how || (how.schedule === 'constant' && !how.warmup)) return undefined;
  const { warmup = 0 } = how;
  const lines = ratesCode(how, warmup);
  const code = [
    'def learning_rate(step, steps_per_epoch, steps):',
    '    """The rate of a step, counted from 0 over all epochs."""',
    ...(warmup > 0
      ? [
          `    if step < ${warmup}:`,
          `        return learning_rate(${warmup}, steps_per_epoch, steps) * (step + 1) / ${warmup}`,
        ]
      : []),
    ...lines.map((line) => `    ${line}`),
  ].join('\n');
  return { constants: `LEARNING_RATE = ${literal(initial)}`, code };
}

function ratesCode(how: LearningRateSchedule, warmup: number): string[] {
  switch (how.schedule) {
    case 'constant':
      return ['return LEARNING_RATE'];
    case 'exponential': {
      const every = how.every === undefined ? 'steps_per_epoch' : literal(how.every);
      return [`return LEARNING_RATE * ${literal(how.rate)} ** (step ${how.staircase ? '//' : '/'} ${every})`];
    }
    case 'inverseTime':
      return [`return LEARNING_RATE / (1 + ${literal(how.rate)} * step / ${literal(how.every ?? 1)})`];
    case 'step':
      return [
        `return LEARNING_RATE * ${literal(how.factor ?? 0.1)} ** (step // steps_per_epoch // ${literal(how.every)})`,
      ];
    case 'cosine':
      return [
        `share = min(1, (step - ${warmup}) / max(1, steps - ${warmup}))`,
        `end = ${literal(how.end ?? 0)}`,
        'return end + (LEARNING_RATE - end) * (1 + math.cos(math.pi * share)) / 2',
      ];
    case 'oneCycle':
      return [
        `top = max(1, ${literal(how.rise ?? 0.3)} * steps - 1)`,
        'low, high, share = LEARNING_RATE / 25, LEARNING_RATE, step / top',
        'if step > top:',
        '    share = min(1, (step - top) / max(1, steps - 1 - top))',
        '    low, high = LEARNING_RATE, LEARNING_RATE / 250_000',
        'return high + (low - high) * (1 + math.cos(math.pi * share)) / 2',
      ];
    case 'onPlateau':
      throw new ExportError(
        'project',
        'the learning rate',
        'onPlateau has no project yet; train with another schedule, or a fixed rate',
      );
  }
}

/** A function that changes pictures at random, on NumPy: the same on every backend. */
export function augmentCode({ shift = 0, flip = false, rotate = 0, zoom = 0 }: AugmentOptions): string {
  const moves = shift > 0 || flip;
  const turns = rotate > 0 || zoom > 0;
  if (!moves && !turns) return '';
  return `
def augment(pictures, rng):
    """Pictures [batch, height, width, channels], each changed at random; the edge fills what is left open."""
    batch, height, width, _ = pictures.shape
    picture = np.arange(batch)[:, None, None]
    column = np.broadcast_to(np.arange(width)[None, None, :], (batch, height, width))
    row = np.broadcast_to(np.arange(height)[None, :, None], (batch, height, width))

    def drawn(most):
        return rng.uniform(-most, most, (batch, 1, 1))

    def pixels(row, column):
        return pictures[picture, row.clip(0, height - 1), column.clip(0, width - 1)]
${
  moves
    ? `
    if ${literal(flip)}:  # mirror every other picture
        column = np.where(rng.random((batch, 1, 1)) < 0.5, width - 1 - column, column)
    row = row + np.round(drawn(${literal(shift)}) * height).astype(int)
    column = column + np.round(drawn(${literal(shift)}) * width).astype(int)
    pictures = pixels(row, column)
`
    : ''
}${
  turns
    ? `
    angle, size = np.radians(drawn(${literal(rotate)})), 1 + drawn(${literal(zoom)})
    cos, sin = np.cos(angle) / size, np.sin(angle) / size
    across, down = np.arange(width)[None, None, :] - (width - 1) / 2, np.arange(height)[None, :, None] - (height - 1) / 2
    column, row = cos * across + sin * down + (width - 1) / 2, cos * down - sin * across + (height - 1) / 2
    left, top = np.floor(column).astype(int), np.floor(row).astype(int)
    right, below = (column - left)[..., None], (row - top)[..., None]
    upper = pixels(top, left) * (1 - right) + pixels(top, left + 1) * right
    lower = pixels(top + 1, left) * (1 - right) + pixels(top + 1, left + 1) * right
    pictures = (upper * (1 - below) + lower * below).astype("float32")
`
    : ''
}
    return pictures
`.trim();
}
