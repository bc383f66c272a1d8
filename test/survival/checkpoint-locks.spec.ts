// Two labs and one name for their checkpoints: the second is told who holds it.
import { expect, test } from '../fixtures';

test('a second lab that writes checkpoints of the same name is told whose it is', async ({ labPage }) => {
  test.setTimeout(180_000);
  const outcome = await labPage.evaluate(async () => {
    const checkpoint = { name: 'shared', every: 'epoch' } as const;
    const options = { digits: 1, questions: 60, hiddenSize: 8, batchSize: 8, seed: 7, checkpoint } as const;
    const start = () => window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const [one, two] = await Promise.all([start(), start()]);
    const long = one.train('addition', { ...options, digits: 2, questions: 2000, epochs: 1000 });
    await Promise.race([long, new Promise((resolve) => long.on('epoch', resolve))]);
    const refused = async (work: PromiseLike<unknown>) => {
      const { name, reason, message } = (await Promise.resolve(work).catch((e) => e)) as Error & {
        reason?: string;
      };
      return { name, reason, message };
    };
    const errors = [
      await refused(two.train('addition', { ...options, epochs: 2 })),
      await refused(two.resume('shared')),
      await refused(two.removeCheckpoint('shared')),
    ];
    // One that is stopped while it waits ends at once, and does not hold the name later.
    const waiting = two.train('addition', { ...options, epochs: 2 });
    setTimeout(() => waiting.stop(), 500);
    const stopped = await refused(waiting);
    const free = await two.train('addition', {
      ...options,
      epochs: 2,
      checkpoint: { name: 'else', every: 'epoch' },
    });
    // The lab that ends lets go, without a word.
    one.terminate();
    await long.catch(() => {});
    const after = await two.train('addition', { ...options, epochs: 2 });
    const names = (await two.checkpoints()).map(({ name }) => name);
    await two.removeCheckpoint('shared');
    await two.removeCheckpoint('else');
    return {
      errors,
      stopped,
      names,
      epochs: [free.history.length, after.history.length],
      page: location.href,
    };
  });
  for (const { name, reason, message } of outcome.errors) {
    expect({ name, reason }).toEqual({ name: 'StorageError', reason: 'busy' });
    expect(message).toContain(`A lab of ${outcome.page} (since 2`);
    expect(message).toContain('is writing the checkpoint "shared"');
  }
  expect(outcome.stopped.name).toBe('StoppedError');
  expect(outcome).toMatchObject({ names: ['else', 'shared'], epochs: [2, 2] });
});
