// Writes a network as a file of Keras 3: a zip of config.json, metadata.json and model.weights.h5.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { writeZip } from '../../write-zip';
import { METADATA_FILE } from '../metadata-file';
import { hdf5Bytes } from './hdf5-writer';
import { inKerasOrder } from './keras-layer-order';
import { modelConfig } from './model-config';
import { compileConfig, type KerasOptimizer, optimizerGroup } from './optimizer-state';
import { rewritten } from './rewrite';
import { stateGroups } from './stored-weights';
import { writtenModel } from './written-model';

/** The Keras whose files these are like. */
const KERAS_VERSION = '3.8.0';

export interface WriteKerasOptions {
  /** Its optimizer, to train on with; none where absent. */
  optimizer?: KerasOptimizer;
  /** What a lab knows of the model besides. */
  metadata?: Record<string, unknown>;
}

/**
 * The `.keras` file of a network. Keras has every layer in it: those that only TensorFlow.js or this package has are
 * written as layers of Keras that do the same.
 * @throws ExportError naming the layer that Keras cannot have
 * @throws FormatUnavailableError if a library cannot be loaded
 */
export async function writeKeras(network: LayersModel, options: WriteKerasOptions = {}): Promise<Blob> {
  const model = inKerasOrder(rewritten(writtenModel(network)));
  const { optimizer, metadata: known } = options;
  const config = {
    ...modelConfig(model, 'modern'),
    build_config: { input_shape: network.inputs.length === 1 ? network.inputs[0]!.shape : null },
    compile_config: optimizer ? compileConfig(optimizer) : {},
  };
  const state = stateGroups(model);
  if (optimizer) state.groups!.optimizer = optimizerGroup(optimizer);
  const metadata = { keras_version: KERAS_VERSION, date_saved: savedNow() };
  return writeZip({
    'metadata.json': new Blob([JSON.stringify(metadata)]),
    'config.json': new Blob([JSON.stringify(config)]),
    'model.weights.h5': new Blob([await hdf5Bytes(state)]),
    ...(known && { [METADATA_FILE]: new Blob([JSON.stringify(known)]) }),
  });
}

/** As Keras writes it. */
function savedNow(): string {
  return new Date().toISOString().slice(0, 19).replace('T', '@');
}
