// A loss that is no number ends a run at once, and the page is given what was good before.
import { expect, test } from '../fixtures';

const EXAMPLES = 64;
const BATCH = 4;

test('a learning rate that is far too high ends the run within its first epoch', async ({ labPage }) => {
  const outcome = await labPage.evaluate(
    async ([examples, batchSize]) => {
      const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
      const x = Array.from({ length: examples }, (_, i) => [Math.sin(1 + i), Math.cos(2 * i)]);
      const data = { x, y: x.map(([a, b]) => [3 * a! - b!]) };
      const layers = [
        { type: 'dense', units: 8, activation: 'relu' } as const,
        { type: 'dense', units: 1 } as const,
      ];
      const settings = { epochs: 50, batchSize, seed: 1 };
      const before = await lab.memory();
      const run = lab.fit(layers, data, { ...settings, optimizer: { name: 'sgd', learningRate: 1e6 } });
      let epochs = 0;
      run.on('epoch', () => epochs++);
      const error = (await run.catch((e) => e)) as InstanceType<typeof window.trainlab.TrainingDivergedError>;
      const after = await lab.memory();
      const next = await lab.fit(layers, data, settings);
      return {
        ...{ epochs, before, after, typed: error instanceof window.trainlab.TrainingDivergedError },
        ...{ message: error.message, step: error.step, lastLoss: error.lastLoss, model: error.model },
        next: next.metrics.loss,
      };
    },
    [EXAMPLES, BATCH] as const,
  );
  expect(outcome).toMatchObject({ epochs: 0, typed: true, after: outcome.before, model: undefined });
  expect(outcome.step).toBeGreaterThan(1);
  expect(outcome.step).toBeLessThan(EXAMPLES / BATCH);
  expect(Number.isFinite(outcome.lastLoss)).toBe(true);
  expect(outcome.message).toContain(`in step ${outcome.step}`);
  expect(outcome.next).toBeLessThan(100);
});

for (const backend of ['wasm', 'cpu'] as const) {
  test(`after a good epoch its network comes with the error, on ${backend}`, async ({ labPage }) => {
    const outcome = await labPage.evaluate(
      async ([backend, examples, batchSize]) => {
        const lab = await window.trainlab.createLab({ backends: [backend], threads: 1 });
        const x = Array.from({ length: examples }, (_, i) => [Math.sin(1 + i), Math.cos(2 * i)]);
        const y = x.map(([a, b]) => [3 * a! - b!]);
        const steps = examples / batchSize;
        // The third batch of the second epoch has targets whose squares are no numbers any more.
        async function* batches() {
          for (let step = 0; ; step++) {
            const from = (step % steps) * batchSize;
            const part = y.slice(from, from + batchSize);
            const targets = step === steps + 2 ? part.map(() => [1e30]) : part;
            yield { x: x.slice(from, from + batchSize), y: targets };
          }
        }
        const layers = [
          { type: 'dense', units: 8, activation: 'relu', inputShape: [2] } as const,
          { type: 'dense', units: 1 } as const,
        ];
        const settings = { seed: 1, stepsPerEpoch: steps, optimizer: 'sgd' as const };
        const before = await lab.memory();
        const run = lab.fit(layers, batches(), { ...settings, epochs: 3 });
        const error = (await run.catch((e) => e)) as InstanceType<
          typeof window.trainlab.TrainingDivergedError
        >;
        const { model: expected } = await lab.fit(layers, batches(), { ...settings, epochs: 1 });
        const answers = async (model: { predict(input: unknown): Promise<unknown> }) => [
          ...((await model.predict(x)) as { data: Float32Array }).data,
        ];
        if (!error.model) throw error;
        const [given, good] = [await answers(error.model as never), await answers(expected)];
        await (error.model as typeof expected).dispose();
        await expected.dispose();
        return {
          ...{ given, good, before, after: await lab.memory(), step: error.step, lastLoss: error.lastLoss },
        };
      },
      [backend, EXAMPLES, BATCH] as const,
    );
    expect(outcome.step).toBe(EXAMPLES / BATCH + 3);
    expect(outcome.lastLoss).toBeLessThan(100);
    expect(outcome.good).toHaveLength(EXAMPLES);
    expect(outcome.given).toEqual(outcome.good);
    expect(outcome.after).toEqual(outcome.before);
  });
}
