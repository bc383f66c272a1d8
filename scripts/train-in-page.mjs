// The part of a training that runs in the page. It crosses over as text: it may use nothing from outside.

/** @typedef {import('../src/protocol').AnyRunEvent} AnyRunEvent */
/** @typedef {Omit<import('../src/protocol').WireResult, 'model' | 'output'>} Result */

/** @typedef {Result & { output?: { image?: ImageData }, model: { export(format: string): Promise<{ files: Record<string, Blob> }> } }} Trained */

/**
 * What of the package's API is used here. Its own types are written for the page's compiler settings.
 * @typedef {object} Lab
 * @property {() => import('../src/protocol').ExperimentDescription[]} experiments
 * @property {(name: string, options: object) => Promise<Trained>} train
 * @property {(type: string, listener: (event: AnyRunEvent) => void) => void} on
 * @property {() => void} terminate
 */

/**
 * @param {{
 *   packageUrl: string, experiment: string, lab: object, data: unknown, wantsPicture?: boolean, format?: string
 * }} request
 * @returns {Promise<{
 *   result?: Result, picture?: string, files?: Record<string, string>, error?: { name: string, message: string }
 * }>} the picture as PNG and the model's files in base64; nothing where there is nothing to train
 */
export async function trainInPage({ packageUrl, experiment, lab: labOptions, data, wantsPicture, format }) {
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
      model,
    } = await lab.train(experiment, { ...options, data });
    const files = format === undefined ? undefined : await inBase64((await model.export(format)).files);
    lab.terminate();
    const origin = { experiment, backend, threads, dataset, hyperparameters, seed };
    return {
      result: { ...origin, epoch, metrics, phases, history, durationMs, stopped },
      picture: wantsPicture && output?.image ? png(output.image) : undefined,
      files,
    };
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    return { error: { name, message } };
  }

  /** @param {Record<string, Blob>} blobs */
  async function inBase64(blobs) {
    const entries = Object.entries(blobs).map(async ([name, blob]) => {
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let binary = '';
      for (let at = 0; at < bytes.length; at += 0x8000) {
        binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
      }
      return [name, btoa(binary)];
    });
    return Object.fromEntries(await Promise.all(entries));
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
