// TensorFlow.js' own format: what `tf.loadLayersModel` opens anywhere.
import type { io } from '@tensorflow/tfjs-core';
import { ExportError } from '../../../src/errors';
import type { Exporter } from '../exporter';
import { savedArtifacts } from './saved-artifacts';

const WEIGHTS = 'weights.bin';

export const exportTfjs: Exporter = async ({ network, record }) => {
  const { modelTopology, weightSpecs = [], weightData, ...rest } = await savedArtifacts(network, record);
  const names = weightSpecs.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    const layer = twice.slice(0, twice.lastIndexOf('/'));
    throw new ExportError(
      'tfjs',
      layer,
      `two weights are called ${twice}: TensorFlow.js cannot tell them apart`,
    );
  }
  const json: io.ModelJSON = {
    ...rest,
    modelTopology: modelTopology!,
    weightsManifest: [{ paths: [WEIGHTS], weights: weightSpecs }],
  };
  return {
    'model.json': new Blob([JSON.stringify(json)], { type: 'application/json' }),
    [WEIGHTS]: new Blob([weightData], { type: 'application/octet-stream' }),
  };
};
