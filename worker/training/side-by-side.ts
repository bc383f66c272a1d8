// Several trainings at once, in turns of an epoch, so that their curves grow together.
import type { ExperimentEvent } from '../experiment';

/** Yields what the trainings yield, each up to the end of an epoch, then the next; returns what each returns. */
export async function* sideBySide<Sample, Result>(
  trainings: readonly AsyncGenerator<ExperimentEvent<Sample>, Result, void>[],
): AsyncGenerator<ExperimentEvent<Sample>, Result[], void> {
  const results = new Map<(typeof trainings)[number], Result>();
  try {
    while (results.size < trainings.length) {
      for (const training of trainings) {
        while (!results.has(training)) {
          const { done, value } = await training.next();
          if (done) {
            results.set(training, value);
            break;
          }
          yield value;
          if (value.type === 'epoch-end') break;
        }
      }
    }
    return trainings.map((training) => results.get(training)!);
  } finally {
    for (const training of trainings) await training.return(undefined as never);
  }
}
