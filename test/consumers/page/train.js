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
    const passedOver = lab.backendReports.flatMap(({ reason }) => reason ?? []);
    lab.terminate();
    const graphics = await createLab({ ...given(), backends: ['webgpu'] }); // which has to train to be taken
    graphics.terminate();
    return { backend, threads, loss: metrics.loss, dreamLayers, passedOver, graphics: graphics.backend };
  });
}

/**
 * Writes what a function resolves to, or the error that it rejects with, into the page's output.
 * @param {() => Promise<object>} act
 */
export async function show(act) {
  const outcome = await act().catch(({ name, message }) => ({ error: `${name}: ${message}` }));
  document.querySelector('output').textContent = JSON.stringify(outcome);
}
