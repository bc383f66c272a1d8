// A model for Keras: `.keras`, or the old `.h5`.
import { asLayersModel } from '../../../network/kept-network';
import type { Exporter } from '../../exporter';
import { writeKeras } from './write-keras';
import { writeKerasH5 } from './write-keras-h5';

export const exportKeras: Exporter = async ({ network, record }) => ({
  [`${record.experiment}.keras`]: await writeKeras(asLayersModel(network, 'keras')),
});

export const exportKerasH5: Exporter = async ({ network, record }) => ({
  [`${record.experiment}.h5`]: await writeKerasH5(asLayersModel(network, 'keras-h5')),
});
