// The part of a training that runs in the page. It crosses over as text: it may use nothing from outside.

/** @typedef {import('../src/protocol').AnyRunEvent} AnyRunEvent */
/** @typedef {Omit<import('../src/protocol').WireResult, 'model' | 'output'>} Result */

/**
 * What of the package's API is used here. Its own types are written for the page's compiler settings.
 * @typedef {object} Lab
 * @property {() => import('../src/protocol').ExperimentDescription[]} experiments
 * @property {(name: string, options: object) => Promise<Result>} train
 * @property {(type: string, listener: (event: AnyRunEvent) => void) => void} on
 * @property {() => void} terminate
 */

/**
 * @param {{ packageUrl: string, experiment: string, lab: object, data: unknown }} request
 * @returns {Promise<{ result?: Result, error?: { name: string, message: string } }>} neither where there is
 *   nothing to train
 */
export async function trainInPage({ packageUrl, experiment, lab: labOptions, data }) {
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
    const { backend, threads, dataset, hyperparameters, seed, metrics, phases, history, durationMs } =
      await lab.train(experiment, { ...options, data });
    lab.terminate();
    const origin = { experiment, backend, threads, dataset, hyperparameters, seed };
    return { result: { ...origin, metrics, phases, history, durationMs } };
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    return { error: { name, message } };
  }
}
