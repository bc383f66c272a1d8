// Writes a network as the old file of Keras, HDF5 as a whole, which Keras 2 and 3 open.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { ExportError } from '../../../../src/errors';
import { hardGates, withInner } from '../hard-gates';
import { flattened } from './flatten';
import { hdf5Bytes } from './hdf5-writer';
import { inKerasOrder } from './keras-layer-order';
import { modelConfig } from './model-config';
import { rewritten } from './rewrite';
import { namedGroups } from './stored-weights';
import { writtenModel } from './written-model';

/** Of the Keras that wrote such files last. */
const ATTRIBUTES = { keras_version: '2.15.0', backend: 'tensorflow' };

/**
 * The `.h5` file of a network, without its optimizer. The layers of nested models stand in their models' place: Keras
 * 2 and 3 read nested ones differently.
 * @throws ExportError naming the layer that Keras cannot have
 * @throws FormatUnavailableError if a library cannot be loaded
 */
export async function writeKerasH5(network: LayersModel): Promise<Blob> {
  const model = inKerasOrder(rewritten(flattened(writtenModel(network))));
  for (const { name, layer } of model.layers) {
    if (layer && withInner(layer).some(hardGates)) {
      const reason =
        'its recurrent activation is hardSigmoid, of which Keras 2 and 3 have different ones. Write keras';
      throw new ExportError('keras-h5', name, reason);
    }
  }
  const listed = model.sequential ? model.layers.filter(({ type }) => type !== 'InputLayer') : model.layers;
  const bytes = await hdf5Bytes({
    attributes: { ...ATTRIBUTES, model_config: JSON.stringify(modelConfig(model, 'legacy')) },
    groups: { model_weights: namedGroups(listed, ATTRIBUTES) },
  });
  return new Blob([bytes], { type: 'application/x-hdf5' });
}
