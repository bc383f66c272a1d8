// The part of a training that runs in the page. It crosses over as text: it may use nothing from outside.

/** @typedef {import('../src/protocol').AnyRunEvent} AnyRunEvent */
/** @typedef {Omit<import('../src/protocol').WireResult, 'model' | 'output'>} Result */

/**
 * What of the package's API is used here. Its own types are written for the page's compiler settings.
 * @typedef {object} Lab
 * @property {() => import('../src/protocol').ExperimentDescription[]} experiments
 * @property {(name: string, options: object) => Promise<Result & { output?: { image?: ImageData } }>} train
 * @property {(type: string, listener: (event: AnyRunEvent) => void) => void} on
 * @property {() => void} terminate
 */

/**
 * @param {{
 *   packageUrl: string, experiment: string, lab: object, data: unknown, wantsPicture?: boolean
 * }} request
 * @returns {Promise<{ result?: Result, picture?: string, error?: { name: string, message: string } }>} the
 *   picture as PNG in base64; nothing where there is nothing to train
 */
export async function trainInPage({ packageUrl, experiment, lab: labOptions, data, wantsPicture }) {
  /** What the terminal's side offers.
   * @type {{ choose: (all: object) => Promise<object | null>, report: (event: object) => void }} */
  const terminal = /** @type {any} */ (window);
  try {
    const { createLab } = await import(packageUrl);
    /** @type {Lab} */
    const lab = await createLab(labOptions);
    const options = await terminal.choose(lab.experiments());
    if (!options) return {};
    for (const type of ['status', 'progress', 'batch', 'epoch', 'warning']) lab.on(type, terminal.report);
    const {
      backend,
      threads,
      dataset,
      hyperparameters,
      seed,
      epoch,
      metrics,
      phases,
      history,
      durationMs,
      stopped,
      output,
    } = await lab.train(experiment, { ...options, data });
    lab.terminate();
    const origin = { experiment, backend, threads, dataset, hyperparameters, seed };
    return {
      result: { ...origin, epoch, metrics, phases, history, durationMs, stopped },
      picture: wantsPicture && output?.image ? png(output.image) : undefined,
    };
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    return { error: { name, message } };
  }

  /** @param {ImageData} image */
  function png(image) {
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext('2d')?.putImageData(image, 0, 0);
    return canvas.toDataURL('image/png').split(',')[1];
  }
}
