// A worker file of a page's own: the built-in experiments, a function, a whole module, and one made with what the
// worker file exports.
import { experiments, layers, serve, tf, toolbox } from '/dist/worker.js';
import spiral from '/example/spiral.js';

const { experiment, fitMetrics } = toolbox;

const sines = experiment({
  title: 'Sines',
  description: 'Says what the worker has.',
  hyperparameters: {},
  metrics: fitMetrics,
  async *train(_, { own }) {
    yield { type: 'warning', message: 'It trains nothing.' };
    const network = own(tf.sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] }));
    const told = {
      loss: network.countParams(),
      accuracy: 1,
      valLoss: 0,
      valAccuracy: tf.layers === layers ? 1 : 0,
    };
    const dataset = { name: 'none', source: 'none', train: 0, test: 0 };
    return { network, epoch: 1, metrics: told, phases: [], history: [], dataset };
  },
  predict: (network) => network instanceof tf.LayersModel,
});

serve({
  transfer: experiments.transfer,
  antirectifier: experiments.antirectifier,
  spiral,
  sines,
  again: { default: spiral },
});
