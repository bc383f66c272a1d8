// What every fixture does with the package that it imports in its own way. It is copied beside the fixture's sources.

/**
 * Trains a short seeded run and shows what came of it.
 * @param {typeof import('trainlab').createLab} createLab
 * @param {(() => import('trainlab').LabOptions) | import('trainlab').LabOptions} [options] made anew for each lab
 */
export async function train(createLab, options = {}) {
  const given = typeof options === 'function' ? options : () => options;
  await show(async () => {
    const lab = await createLab({ threads: 2, ...given() });
    const { backend, threads, metrics } = await lab.train('transfer', { seed: 1, epochs: 1, examples: 200 });
    const dreamLayers = (await lab.inspect()).layers.length; // those of the network that comes with the package
    const padded = await lab.train('transfer', { epochs: 1, data: await paddedDigits() });
    const passedOver = lab.backendReports.flatMap(({ reason }) => reason ?? []);
    lab.terminate();
    const graphics = await createLab({ ...given(), backends: ['webgpu'] }); // which has to train to be taken
    graphics.terminate();
    const { train: unpacked } = padded.dataset; // by a library that is loaded for it
    return {
      backend,
      threads,
      loss: metrics.loss,
      dreamLayers,
      unpacked,
      passedOver,
      graphics: graphics.backend,
    };
  });
}

/** Digits that are noise, their labels in a gzip file of two parts. */
async function paddedDigits() {
  const images = new Uint8Array([
    0,
    0,
    8,
    3,
    0,
    0,
    0,
    DIGITS,
    0,
    0,
    0,
    28,
    0,
    0,
    0,
    28,
    ...noise(DIGITS * 28 * 28),
  ]);
  const labels = new Uint8Array([
    0,
    0,
    8,
    1,
    0,
    0,
    0,
    DIGITS,
    ...Array.from({ length: DIGITS }, (_, i) => i % 10),
  ]);
  const parts = new Blob([
    await gzip(labels.subarray(0, 30)),
    await gzip(labels.subarray(30)),
    new Uint8Array(512),
  ]);
  return { trainImages: images, trainLabels: parts, testImages: images, testLabels: labels };
}

const DIGITS = 100;

/** @param {number} length */
function noise(length) {
  return Array.from({ length }, (_, i) => (i * 7919) % 256);
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
function gzip(bytes) {
  return new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).blob();
}

/**
 * Writes what a function resolves to, or the error that it rejects with, into the page's output.
 * @param {() => Promise<object>} act
 */
export async function show(act) {
  const outcome = await act().catch(({ name, message }) => ({ error: `${name}: ${message}` }));
  document.querySelector('output').textContent = JSON.stringify(outcome);
}
