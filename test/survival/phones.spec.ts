// A device that grants less memory than others, as phones do: the heap is as large as it may be, and says so.
import { expect, test } from '../fixtures';

const MIB = 2 ** 20;

for (const [granted, threads] of [
  [1024, 2],
  [512, 2],
  // Too little to share: one thread works on memory that needs no maximum.
  [128, 1],
] as const) {
  test(`shared memory of at most ${granted} MiB`, async ({ labPage }) => {
    const outcome = await labPage.evaluate(async (bytes) => {
      const refusing = `
        const { Memory } = WebAssembly;
        WebAssembly.Memory = class extends Memory {
          constructor(limits) {
            if (limits.shared && limits.maximum * 65536 > ${bytes}) throw new RangeError('refused');
            super(limits);
          }
        };`;
      const module = (source: string) => URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
      const imports = [module(refusing), `${location.origin}/dist/worker.js`];
      const workerUrl = module(imports.map((url) => `import ${JSON.stringify(url)};`).join(''));
      const lab = await window.trainlab.createLab({ workerUrl, backends: ['wasm'], threads: 2 });
      const small = { epochs: 1, examples: 100, batchSize: 10, seed: 1 };
      const { metrics, threads } = await lab.train('transfer', small);
      // Its weights alone are as large as all that is granted.
      const wide = () =>
        lab.fit(
          [{ type: 'dense', units: bytes / 4096, inputShape: [1024], activation: 'softmax' }],
          { x: { data: new Float32Array(1024), shape: [1, 1024] }, y: [0] },
          { epochs: 1 },
        );
      const error =
        threads > 1
          ? await wide().then(
              () => undefined,
              (e) => e as Error & { bytes: number; free: number },
            )
          : undefined;
      const again = await lab.train('transfer', small);
      return {
        ...{ threads, same: metrics.loss === again.metrics.loss },
        ...{ name: error?.name, message: error?.message, bytes: error?.bytes, free: error?.free },
      };
    }, granted * MIB);
    expect(outcome).toMatchObject({ threads, same: true });
    if (threads === 1) return;
    expect(outcome).toMatchObject({ name: 'OutOfMemoryError', bytes: granted * MIB });
    expect(outcome.message).toContain(`at most ${granted} MiB here`);
    expect(outcome.free).toBeLessThan(granted * MIB);
  });
}
