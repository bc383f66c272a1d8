// The end of a generator of events, for who has no session.
import type { ExperimentEvent } from '../worker/experiment';

/** Pulls a training, or what loads data, to its end; the session's part, without its messages. */
export async function returned<T>(
  generator: AsyncGenerator<ExperimentEvent, T, void>,
  hear: (event: ExperimentEvent) => unknown = () => {},
): Promise<T> {
  while (true) {
    const { done, value } = await generator.next();
    if (done) return value;
    if (value.type === 'step') for (const metric of Object.values(value.metrics)) metric.dispose();
    await hear(value);
  }
}
