// An experiment of this page's own: which of two spirals does a point lie on? It runs in the lab's worker, which
// hands it all that it needs; so it imports nothing.
export default (toolbox) => {
  const { tf, experiment, integer, number, registerLayer } = toolbox;
  const { fit, fitMetrics, fitPlan, mostLikely, restoreBestFlag, seededLayers } = toolbox;

  /** A layer of our own: the sine of what it is given. */
  class Sine extends tf.layers.Layer {
    static className = 'Sine';
    call(inputs) {
      return tf.sin(Array.isArray(inputs) ? inputs[0] : inputs);
    }
  }
  registerLayer(Sine); // saved networks that hold it can be loaded

  /** Points of two spirals, as `fit` asks for them. */
  function spirals(count, random) {
    const points = Array.from({ length: count }, (_, i) => {
      const turn = 2 * Math.PI * random.uniform(0.1, 1);
      const angle = turn + (i % 2) * Math.PI;
      return [turn * Math.cos(angle) + random.normal(0, 0.1), turn * Math.sin(angle) + random.normal(0, 0.1)];
    });
    return {
      count,
      batch: (indices) => ({
        x: tf.tensor2d(Array.from(indices, (i) => points[i])), // [batch, 2]
        y: tf.tensor2d(Array.from(indices, (i) => (i % 2 ? [0, 1] : [1, 0]))), // [batch, 2]
      }),
    };
  }

  return experiment({
    title: 'Two spirals',
    description: 'A small network learns which of two spirals a point of the plane lies on.',
    hyperparameters: {
      epochs: integer(20, { min: 1, max: 1000 }, 'Epochs'),
      batchSize: integer(50, { min: 1, max: 1000 }, 'Points a step'),
      learningRate: number(0.01, { min: 1e-6, max: 1 }, 'Learning rate of Adam'),
      units: integer(32, { min: 1, max: 512 }, 'Units of a hidden layer'),
      points: integer(2000, { min: 10, max: 100_000 }, 'Points to train on; a fifth as many for the test'),
      restoreBest: restoreBestFlag,
    },
    presets: { quick: { epochs: 2, points: 500 } },
    metrics: fitMetrics, // loss, accuracy, valLoss, valAccuracy

    async *train({ epochs, batchSize, learningRate, units, points, restoreBest }, { random, own }) {
      const data = {
        train: spirals(points, random.fork('train')),
        test: spirals(Math.ceil(points / 5), random.fork('test')),
      };
      yield { type: 'plan', ...fitPlan(data, { epochs, batchSize }) };

      const { dense } = seededLayers(random.fork('weights'));
      const network = own(
        tf.sequential({
          layers: [
            dense({ inputShape: [2], units }), // [batch, units]
            new Sine({}),
            dense({ units, activation: 'relu' }),
            dense({ units: 2, activation: 'softmax' }), // [batch, 2]
          ],
        }),
      );
      const soFar = {
        network,
        dataset: { name: 'spirals', source: 'drawn', train: data.train.count, test: data.test.count },
      };
      yield { type: 'so-far', outcome: () => soFar }; // what run.stop() keeps

      const optimizer = own(tf.train.adam(learningRate));
      const { phase, history } = yield* fit(network, data, {
        ...{ phase: 'spirals', epochs, batchSize, optimizer, restoreBest, random: random.fork('order') },
      });
      return { ...soFar, epoch: phase.epoch, metrics: phase.metrics, phases: [phase], history };
    },

    predict(network, { x, y }) {
      const output = tf.tidy(() => network.predict(tf.tensor2d([[x, y]]))); // [1, 2]
      return mostLikely(['first', 'second'], output);
    },
  });
};
