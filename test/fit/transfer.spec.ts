// A network that others trained, from its files, is taught two classes of pictures: its features stay, its head is new.
import { expect, test } from '../fixtures';

const INSIDE = '/test/fit/fit.page.js';

test('a small MobileNet in files, its features frozen, learns two kinds of pictures', async ({ labPage }) => {
  const found = await labPage.evaluate(async (url) => {
    const { start, tf, tfl, numbers } = (await import(url)) as typeof import('./fit.page');
    await start();
    const relu6 = (x: unknown) => tfl.layers.reLU({ maxValue: 6 }).apply(x as never) as never;
    const block = (x: unknown, filters: number, strides: number, name: string) => {
      const wide = tfl.layers
        .depthwiseConv2d({ kernelSize: 3, strides, padding: 'same', useBias: false, name: `conv_dw_${name}` })
        .apply(x as never);
      const normal = tfl.layers.batchNormalization({ name: `bn_dw_${name}` }).apply(wide as never);
      const point = tfl.layers
        .conv2d({ filters, kernelSize: 1, useBias: false, name: `conv_pw_${name}` })
        .apply(relu6(normal) as never);
      return relu6(tfl.layers.batchNormalization({ name: `bn_pw_${name}` }).apply(point as never));
    };
    const input = tfl.input({ shape: [16, 16, 3] });
    const stem = tfl.layers
      .conv2d({ filters: 8, kernelSize: 3, strides: 2, padding: 'same', useBias: false, name: 'conv1' })
      .apply(input);
    const features = block(block(relu6(stem), 12, 1, '1'), 16, 2, '2');
    const pooled = tfl.layers.globalAveragePooling2d({ name: 'pool' } as never).apply(features);
    const classes = tfl.layers
      .dense({ units: 2, activation: 'softmax', name: 'classes' })
      .apply(pooled) as never;
    const network = tfl.model({ inputs: input, outputs: classes });
    // As `model.save('downloads://…')` writes it.
    let files: File[] = [];
    await network.save(
      tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
        const manifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
        files = [
          new File([JSON.stringify({ modelTopology, weightsManifest: manifest })], 'model.json'),
          new File([weightData as ArrayBuffer], 'weights.bin'),
        ];
        return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
      }),
    );
    // Pictures bright at the top, or on the left.
    const count = 60;
    const noise = numbers(count * 768, 5, 0, 0.3);
    const data = noise.map((value, i) => {
      const [picture, row, column] = [
        Math.floor(i / 768),
        Math.floor((i % 768) / 48),
        Math.floor((i % 48) / 3),
      ];
      return value + ((picture % 2 ? row < 8 && i % 3 === 0 : column < 8 && i % 3 === 1) ? 0.7 : 0);
    });
    const x = { data, shape: [count, 16, 16, 3] };
    const y = Array.from({ length: count }, (_, i) => i % 2);
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const options = {
      epochs: 25,
      seed: 2,
      batchSize: 20,
      optimizer: { name: 'adam', learningRate: 0.02 },
      shuffle: true,
    } as const;
    const { model, phases, metrics } = await lab.fit(
      { files },
      { x, y },
      { ...options, freeze: ['conv*', 'bn*'] },
    );
    await model.save('indexeddb://mobile');
    const after = await tfl.loadLayersModel('indexeddb://mobile');
    const same = async (name: string) => {
      const [a, b] = [network, after].map((one) => one.getLayer(name).getWeights()[0]!);
      return (await tf.max(tf.abs(tf.sub(a!, b!))).data())[0]!;
    };
    const moved = {
      conv1: await same('conv1'),
      conv_pw_2: await same('conv_pw_2'),
      classes: await same('classes'),
    };
    await model.dispose();
    const memory = await lab.memory();
    lab.terminate();
    return { metrics, moved, memory, trainable: phases[0]!.trainableParameters };
  }, INSIDE);
  expect(found.trainable).toBe(16 * 2 + 2);
  expect(found.metrics.accuracy).toBeGreaterThan(0.9);
  expect(found.moved.conv1).toBe(0);
  expect(found.moved.conv_pw_2).toBe(0);
  expect(found.moved.classes).toBeGreaterThan(0.01);
  expect(found.memory).toEqual({ tensors: 0, bytes: 0 });
});
