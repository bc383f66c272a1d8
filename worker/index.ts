/**
 * The worker file: importing it serves a lab with the built-in experiments. A worker file of a page's own imports
 * `serve` from it to add experiments, and TensorFlow.js, of which there must be one copy.
 * @module trainlab/worker
 */
import { experiments } from './experiments';
import { WORKER_FILE } from './own/module';
import { toolboxOf } from './own/toolbox';
import { listen } from './serve';

export { layers } from '@tensorflow/tfjs-layers';
export type { OwnExperiment, OwnModule } from './own/module';
export * as tf from './own/tensorflow';
export type { Toolbox } from './own/toolbox';
export { serve } from './serve';
/** The built-in experiments by name, for `serve`. */
export { experiments };

/** What a module that `lab.register` loads is given, for those that are part of this worker file. */
export const toolbox = toolboxOf(WORKER_FILE);

listen(experiments);
