/**
 * `model.fit` of TensorFlow.js, off the main thread, by changing one line. It brings no TensorFlow.js: it works with
 * the page's own.
 * @module trainlab/tfjs
 */
export type { FitCallbacks, Logs } from './callbacks';
export { type FitInWorkerArgs, type FitInWorkerOptions, fitInWorker, type History } from './fit-in-worker';
export type { PageModel } from './model';
