// Gradient ascent on a picture, octave by octave. After Keras' deep_dream.
import type { EpochRecord, PhaseResult, Pixels } from '../../../src/protocol';
import type { ExperimentEvent } from '../../experiment';
import type { Random } from '../../training/random';
import { Canvas } from './canvas';
import type { PictureNetwork } from './network/picture-network';
import { ascendOctave, type OctaveSetup } from './octave';
import { planSizes } from './plan';
import type { Prepared } from './prepare';
import type { DeepdreamHyperparameters, DeepdreamSample, OctaveRecord } from './types';

export interface Dream {
  original: Pixels;
  network: PictureNetwork;
  prepared: Prepared;
  /** `maxSize` and `tileSize` chosen. */
  hyperparameters: DeepdreamHyperparameters;
  random: Random;
}

export interface Dreamt {
  image: ImageData;
  octaves: OctaveRecord[];
  history: EpochRecord[];
  phases: PhaseResult[];
}

type Event = ExperimentEvent<DeepdreamSample>;

/** @param soFar makes the output of a run that ends early out of what there is */
export async function* dream(
  { original, network, prepared, hyperparameters, random }: Dream,
  soFar: (dreamt: Pick<Dreamt, 'image' | 'octaves'>) => unknown,
): AsyncGenerator<Event, Dreamt, void> {
  const { sizes, warnings } = planSizes(original, network, prepared, hyperparameters);
  for (const message of warnings) yield { type: 'warning', message };
  const { steps } = hyperparameters;
  const largest = sizes.at(-1)!;
  const works = sizes.map(([height, width]) => (height * width) / (largest[0] * largest[1]));
  yield {
    type: 'plan',
    steps: sizes.length * steps,
    work: works.reduce((sum, work) => sum + steps * work, 0),
  };

  const canvas = new Canvas(original, network, { smallest: sizes[0]!, largest });
  const records: OctaveRecord[] = [];
  const history: EpochRecord[] = [];
  const phases: PhaseResult[] = [];
  try {
    yield {
      type: 'so-far',
      output: async () => soFar({ image: await canvas.finished(), octaves: records }),
    };
    const blank = { octave: 1, octaves: sizes.length, step: 0, steps, loss: Number.NaN };
    const [image, undreamt] = [await canvas.shown(), await canvas.finished()];
    yield { type: 'sample', epoch: 1, sample: { ...blank, image, original: undreamt } };
    for (const [i, size] of sizes.entries()) {
      const start = performance.now();
      const name = `octave ${i + 1}`;
      const counts = { trainableParameters: 0, frozenParameters: network.parameters };
      yield { type: 'phase', name, ...counts };
      if (i > 0) canvas.enlarge(size);
      const record: OctaveRecord = { width: size[1], height: size[0], losses: [], ended: 'stop' };
      records.push(record);
      const setup: OctaveSetup = {
        ...{ canvas, record, network, prepared, hyperparameters, random: random.fork(name) },
        ...{ name, number: i + 1, octaves: sizes.length, work: works[i]! },
      };
      const taken = yield* ascendOctave(setup);
      canvas.restoreDetail();
      const loss = record.losses.at(-1) ?? Number.NaN;
      const sample = { octave: i + 1, octaves: sizes.length, step: taken, steps, loss };
      yield { type: 'sample', epoch: i + 1, sample: { ...sample, image: await canvas.shown() } };
      const durationMs = performance.now() - start;
      const metrics = { loss, steps: taken };
      history.push({ phase: name, epoch: i + 1, metrics, durationMs });
      phases.push({ name, metrics, durationMs, ...counts });
      yield { type: 'epoch', epochs: sizes.length, ...history.at(-1)! };
    }
    return { image: await canvas.finished(), octaves: records, history, phases };
  } finally {
    canvas.dispose();
  }
}
