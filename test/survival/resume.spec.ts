// A run that goes on from a checkpoint ends with the bits of one that was never interrupted.
import { expect, test } from '../fixtures';

const RUNS = {
  addition: { digits: 1, questions: 60, hiddenSize: 8, epochs: 3, batchSize: 8 },
  antirectifier: { examples: 60, hiddenSize: 8, epochs: 3, batchSize: 10, compare: true },
  acgan: { examples: 40, epochs: 2, batchSize: 10, latentSize: 8, width: 0.05 },
  cifar10: { examples: 40, epochs: 3, batchSize: 10 },
  transfer: { examples: 100, epochs: 2, batchSize: 10 },
  deepdream: { octaves: 2, steps: 4, maxSize: 96, jitter: 8 },
};

for (const backend of ['wasm', 'cpu'] as const) {
  for (const [name, options] of Object.entries(RUNS)) {
    const heavy = backend === 'cpu' && ['cifar10', 'acgan', 'transfer', 'deepdream'].includes(name);
    test(`${name} resumes bit for bit on ${backend}${heavy ? ' @thorough' : ''}`, async ({ labPage }) => {
      const outcome = await labPage.evaluate(
        async ([name, options, backend]) => {
          const start = () => window.trainlab.createLab({ backends: [backend], threads: 1 });
          type Ended = Awaited<ReturnType<Awaited<ReturnType<typeof start>>['resume']>>;
          const bits = async ({ model, history, output }: Ended) => {
            const image = (output as { image?: ImageData })?.image;
            const weights = image
              ? [...image.data]
              : (await model.weights()).flatMap(({ data }) => [
                  ...new Uint32Array(Float32Array.from(data as Float32Array).buffer),
                ]);
            const told = history.map(({ phase, epoch, metrics }) => ({ phase, epoch, metrics }));
            let hash = 0;
            for (const bit of weights) hash = (Math.imul(hash, 31) + bit) | 0;
            return { hash, count: weights.length, told };
          };
          const whole = await start();
          const all = await whole.train(name as 'addition', { ...options, seed: 7 });
          const expected = await bits(all as unknown as Ended);
          whole.terminate();
          const rounds: (Awaited<ReturnType<typeof bits>> & { from: number })[] = [];
          for (const every of [3, 'epoch'] as const) {
            const lab = await start();
            const checkpoint = { name: 'one', every };
            const run = lab.train(name as 'addition', { ...options, seed: 7, checkpoint });
            // Ends in the middle, as soon as a checkpoint is there.
            let info: Awaited<ReturnType<typeof lab.checkpoints>>[number] | undefined;
            while (!info) {
              await new Promise((resolve) => setTimeout(resolve, 5));
              info = (await lab.checkpoints())[0];
            }
            lab.terminate();
            await run.catch(() => {});
            const next = await start();
            [info] = await next.checkpoints();
            const resumed = await next.resume('one');
            rounds.push({ ...(await bits(resumed)), from: info!.step / info!.steps });
            await next.removeCheckpoint('one');
            next.terminate();
          }
          return { expected, rounds };
        },
        [name, options, backend] as const,
      );
      for (const { from, ...round } of outcome.rounds) {
        expect(from).toBeGreaterThan(0);
        expect(round).toEqual(outcome.expected);
      }
      expect(outcome.rounds.some(({ from }) => from < 1)).toBe(true);
    });
  }
}
