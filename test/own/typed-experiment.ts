// A typed module as an author writes it; types.ts holds what a page may do with it.
import { choice, type Toolbox } from '../../worker/own/author';

export default ({ tf, experiment, integer, boolean, fitMetrics, registerLayer }: Toolbox) => {
  class Twice extends tf.layers.Layer {
    static className = 'Twice';
  }
  const layer: typeof Twice = registerLayer(Twice);
  return experiment({
    title: layer.className,
    description: 'Has an option of each kind.',
    hyperparameters: {
      units: integer(8, { min: 1, max: 64 }, 'Units'),
      deep: boolean(false, 'Whether it is deep'),
      activation: choice('relu', ['relu', 'tanh'], 'Activation'),
    },
    presets: { quick: { units: 2 } },
    metrics: fitMetrics,
    async *train({ units, activation }, { own, random }) {
      const dense = tf.layers.dense({ units, activation, inputShape: [2] });
      const network = own(tf.sequential({ layers: [dense] }));
      yield { type: 'sample', epoch: 1, sample: { drawn: random.uniform() } };
      const dataset = { name: 'none', source: 'none', train: 0, test: 0 };
      const output = { activation };
      return { network, epoch: 0, metrics: { loss: 0 }, phases: [], history: [], dataset, output };
    },
    async predict(_, [x, y]: [number, number]) {
      return { sum: x + y };
    },
  });
};
