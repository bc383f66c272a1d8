// A model for Keras: `.keras`, or the old `.h5`.
import { asLayersModel } from '../../../network/kept-network';
import type { Exporter } from '../../exporter';
import { withRecord } from '../../tfjs/saved-artifacts';
import { writeKeras } from './write-keras';
import { writeKerasH5 } from './write-keras-h5';

export const exportKeras: Exporter = async ({ network, record }) => {
  const layers = asLayersModel(network, 'keras');
  const metadata = withRecord(layers, record);
  return { [`${record.experiment}.keras`]: await writeKeras(layers, { metadata }) };
};

export const exportKerasH5: Exporter = async ({ network, record }) => ({
  [`${record.experiment}.h5`]: await writeKerasH5(asLayersModel(network, 'keras-h5')),
});
