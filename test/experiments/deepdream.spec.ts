// deepdream: its mathematics against an independent implementation, its octaves, tiles, objectives and memory.

import { fitInto, octaveSizes } from '../../worker/experiments/deepdream/plan';
import { cuts } from '../../worker/experiments/deepdream/step';
import { expect, test } from '../fixtures';

type Inside = typeof import('./deepdream.page');
const INSIDE = '/test/experiments/deepdream.page.js';
const BACKENDS = ['cpu', 'wasm', 'webgpu'] as const;

/** From test/golden/deep_dream.py. */
const GOLDEN = {
  losses: [
    [0.07247549195695284, 0.2515895938138173, 0.6985548359760622],
    [0.6237454504068433, 1.4248604732336103, 2.5238044308263143],
  ],
  gradient: { norm: 0.12419384218885446, projection: -0.0025898404063641363 },
  picture: { mean: 128.16688570501074, projection: -308.55337525484185 },
};
const LAYERS = { norm: 0.5, last_relu: 2 };

test('octaves have the sizes that Keras gives them', () => {
  // tuple(int(dim / 1.4 ** i) for dim in (300, 451)), i = 2, 1, 0
  expect(octaveSizes([300, 451], 3, 1.4)).toEqual([
    [153, 230],
    [214, 322],
    [300, 451],
  ]);
  expect(octaveSizes([299, 299], 1, 1.4)).toEqual([[299, 299]]);
  expect(fitInto([3000, 4000], 800)).toEqual([600, 800]);
  expect(fitInto([30, 40], 800)).toEqual([30, 40]);
  expect(fitInto([1, 4000], 100)).toEqual([1, 100]);
});

for (const backend of BACKENDS) {
  test(`loss and gradient are PyTorch’s on ${backend}`, async ({ labPage }) => {
    const slope = await labPage.evaluate(
      async ([url, backend, layers]) => {
        const inside: Inside = await import(url);
        return inside.slope(backend, layers);
      },
      [INSIDE, backend, LAYERS] as const,
    );
    expect(slope.loss).toBeCloseTo(GOLDEN.losses[0]![0]!, 6);
    expect(slope.norm).toBeCloseTo(GOLDEN.gradient.norm, 6);
    expect(slope.projection).toBeCloseTo(GOLDEN.gradient.projection, 6);
    expect(slope.left).toBe(0);
  });

  for (const format of ['networkFiles', 'graphFiles'] as const)
    test(`two octaves go as in PyTorch on ${backend}, by ${format}`, async ({ labPage }) => {
      const { octaves, data, layers, network } = await labPage.evaluate(
        async ([url, backend, format, layers]) => {
          const inside: Inside = await import(url);
          const lab = await window.trainlab.createLab({ backends: [backend] });
          const { output } = await lab.train('deepdream', {
            ...{ image: inside.waves(), network: { files: inside[format]() }, layers },
            ...{ octaves: 2, octaveScale: 1.4, steps: 3, stepSize: 0.02, seed: 1 },
          });
          return { ...output, data: [...output.image.data] };
        },
        [INSIDE, backend, format, LAYERS] as const,
      );
      expect(octaves.map(({ width, height, ended }) => [width, height, ended])).toEqual([
        [14, 17, 'steps'],
        [20, 24, 'steps'],
      ]);
      for (const [i, { losses }] of octaves.entries()) {
        expect(losses).toHaveLength(3);
        for (const [step, loss] of losses.entries()) {
          expect(loss / GOLDEN.losses[i]![step]!, `octave ${i}, step ${step}`).toBeCloseTo(1, 3);
        }
      }
      const bytes = data.filter((_, i) => i % 4 < 3);
      expect(bytes.reduce((sum, byte) => sum + byte, 0) / bytes.length).toBeCloseTo(GOLDEN.picture.mean, 1);
      const projection = bytes.reduce((sum, byte, i) => sum + byte * Math.cos(0.37 * i), 0);
      // Each of the 1,440 bytes is rounded: an error of 0.3 each, of 8 in such a sum.
      expect(Math.abs(projection - GOLDEN.picture.projection)).toBeLessThan(30);
      expect({ layers, network }).toEqual({ layers: LAYERS, network: 'model.json' });
    });

  test(`the embedded network’s loss rises with every step on ${backend}`, async ({ labPage }) => {
    const losses = await labPage.evaluate(async (backend) => {
      const lab = await window.trainlab.createLab({ backends: [backend] });
      const options = { octaves: 1, steps: 8, maxSize: 40, seed: 1, maxLoss: 1e9 };
      return (await lab.train('deepdream', options)).output.octaves[0]!.losses;
    }, backend);
    expect(losses).toHaveLength(8);
    for (const [i, loss] of losses.slice(1).entries()) expect(loss).toBeGreaterThan(losses[i]!);
  });

  test(`a hundred steps leave nothing over on ${backend}`, async ({ labPage }) => {
    const { early, late, trained, empty } = await labPage.evaluate(
      async ([url, backend]) => {
        const inside: Inside = await import(url);
        const lab = await window.trainlab.createLab({ backends: [backend] });
        const network = { files: inside.networkFiles() };
        const run = lab.train('deepdream', {
          ...{ image: inside.waves(), network, layers: { norm: 0.5, last_relu: 2 }, seed: 1 },
          ...{ octaves: 2, steps: 50, stepSize: 1e-4, maxLoss: 1e9 },
        });
        const held: number[] = [];
        for await (const event of run) if (event.type === 'batch') held.push((await lab.memory()).tensors);
        const { model } = await run;
        const trained = await lab.memory();
        await model.dispose();
        const empty = await lab.memory();
        const half = Math.floor(held.length / 2);
        const [early, late] = [Math.max(...held.slice(0, half)), Math.max(...held.slice(half))];
        return { early, late, trained, empty };
      },
      [INSIDE, backend] as const,
    );
    expect(late).toBeLessThanOrEqual(early);
    expect(trained.tensors).toBe(16); // the network's weights
    expect(empty).toEqual({ tensors: 0, bytes: 0 });
  });
}

test('without steps the picture stays what it is, to the byte, also where it is scaled', async ({
  labPage,
}) => {
  const results = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    const image = inside.waves(123, 77);
    const results = [];
    for (const backend of ['cpu', 'wasm', 'webgpu'] as const) {
      const lab = await window.trainlab.createLab({ backends: [backend] });
      for (const options of [{}, { maxSize: 50 }, { octaves: 1 }, { octaves: 6 }]) {
        const warnings: string[] = [];
        const run = lab.train('deepdream', { image, steps: 0, seed: 1, ...options });
        run.on('warning', ({ message }) => warnings.push(message));
        const { output } = await run;
        const { data, width, height } = output.image;
        const same = data.every((byte, i) => byte === image.data[i]);
        results.push({
          same,
          size: [width, height],
          warnings,
          isImageData: output.image instanceof ImageData,
        });
      }
      lab.terminate();
    }
    return results;
  }, INSIDE);
  for (const [i, { same, size, warnings, isImageData }] of results.entries()) {
    expect({ same, size, isImageData }).toEqual({ same: true, size: [123, 77], isImageData: true });
    expect(warnings.filter((message) => /50 × 31/.test(message))).toHaveLength(i % 4 === 1 ? 1 : 0);
  }
});

test('one seed, one picture, bit for bit on one thread and on two; another seed, another', async ({
  labPage,
}) => {
  const pictures = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    const image = inside.waves(70, 50);
    const pictures = [];
    for (const [threads, seed] of [
      [1, 7],
      [2, 7],
      [1, 8],
    ] as const) {
      const lab = await window.trainlab.createLab({ backends: ['wasm'], threads });
      const options = { image, octaves: 2, steps: 4, jitter: 5, tileSize: 50, seed };
      const { output } = await lab.train('deepdream', options);
      pictures.push([...output.image.data].join());
      lab.terminate();
    }
    return pictures;
  }, INSIDE);
  expect(pictures[1]).toEqual(pictures[0]);
  expect(pictures[2]).not.toEqual(pictures[0]);
});

test('tiles cover a side once, and all have one length', () => {
  expect(cuts(10, 10, 3)).toEqual([{ from: 0, to: 10, start: 0, end: 10 }]);
  for (const [length, tile] of [
    [11, 10],
    [100, 30],
    [31, 4],
  ] as const) {
    for (let shift = 1; shift <= tile; shift++) {
      const all = cuts(length, tile, shift);
      expect(all[0]!.from).toBe(0);
      expect(all.at(-1)!.to).toBe(length);
      for (const [i, { from, to, start, end }] of all.entries()) {
        expect(end - start).toBe(tile);
        expect(start >= 0 && end <= length && start <= from && from < to && to <= end).toBe(true);
        if (i > 0) expect(from).toBe(all[i - 1]!.to);
      }
    }
  }
});

// A tile sees no neighbours: near its edges its gradient differs from the whole picture's, and where a layer's
// border counts for nothing it is zero. The larger the tile, the more of it is right. (Behind a layer that strides
// it is another gradient altogether where a tile begins between two strides, as it is for a shifted picture.)
test('tiled gradients point where untiled ones do, the more so the larger the tiles', async ({ labPage }) => {
  const [small, large, one] = await labPage.evaluate(
    async ([url, layers]) => {
      const inside: Inside = await import(url);
      return [
        await inside.tiling(layers, 20, 1),
        await inside.tiling(layers, 40, 1),
        await inside.tiling(layers, 60, 1),
      ];
    },
    [INSIDE, { norm: 1 }] as const,
  );
  expect(one!.cosine).toBeCloseTo(1, 5);
  expect(one!.losses[1]).toBeCloseTo(one!.losses[0]!, 6);
  expect(large!.cosine).toBeGreaterThan(0.85);
  expect(small!.cosine).toBeGreaterThan(0.6);
  expect(large!.cosine).toBeGreaterThan(small!.cosine);
  for (const { shares, shape } of [small!, large!]) {
    expect(shape).toEqual([1, 50, 60, 3]);
    expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 10);
  }
});

test('rolls a picture', async ({ labPage }) => {
  const [there, back, none] = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    return [await inside.rolled(1, -1), await inside.rolled(-4, 6), await inside.rolled(3, -4)];
  }, INSIDE);
  expect(there).toEqual([9, 10, 11, 8, 1, 2, 3, 0, 5, 6, 7, 4]);
  expect(back).toEqual([6, 7, 4, 5, 10, 11, 8, 9, 2, 3, 0, 1]);
  expect(none).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test('dreams of one channel, and of what a guide shows, on all backends', async ({ labPage }) => {
  const results = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    const results = [];
    for (const backend of ['cpu', 'wasm', 'webgpu'] as const) {
      const lab = await window.trainlab.createLab({ backends: [backend] });
      const guide = inside.waves(9, 30);
      const network = { files: inside.networkFiles() };
      const common = { image: inside.waves(40, 30), network, octaves: 1, steps: 8, seed: 1, maxLoss: 1e9 };
      const dreamOf = async (options: object) =>
        (await lab.train('deepdream', { ...common, ...options })).output;
      const channel = await dreamOf({ objective: { layer: 'last_norm', channel: 3 } });
      const other = await dreamOf({ objective: { layer: 'last_norm', channel: 4 } });
      const guided = await dreamOf({ layers: { last_relu: 1 }, guide });
      const unguided = await dreamOf({ layers: { last_relu: 1 } });
      const differ = (a: typeof channel, b: typeof channel) => a.image.data.join() !== b.image.data.join();
      results.push({
        losses: [channel, other, guided].map(({ octaves }) => octaves[0]!.losses),
        differ: [differ(channel, other), differ(guided, unguided)],
        layers: [channel.layers, guided.layers],
      });
      lab.terminate();
    }
    return results;
  }, INSIDE);
  for (const { losses, differ, layers } of results) {
    for (const rising of losses) expect(rising.at(-1)).toBeGreaterThan(rising[0]!);
    expect(differ).toEqual([true, true]);
    expect(layers).toEqual([{}, { last_relu: 1 }]);
  }
  for (const { losses } of results.slice(1)) {
    for (const [i, rising] of losses.entries()) {
      expect(rising[0]).toBeCloseTo(results[0]!.losses[i]![0]!, 4);
      expect(rising[2]! / results[0]!.losses[i]![2]!).toBeCloseTo(1, 2);
    }
  }
});

test('an octave ends above maxLoss', async ({ labPage }) => {
  const [late, early] = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    const lab = await window.trainlab.createLab({ backends: ['wasm'] });
    const results = [];
    for (const maxLoss of [0.6, 0.05]) {
      const run = lab.train('deepdream', {
        ...{ image: inside.waves(), network: { files: inside.networkFiles() } },
        ...{ layers: { norm: 0.5, last_relu: 2 }, octaves: 2, steps: 3, stepSize: 0.02, maxLoss, seed: 1 },
      });
      const warnings: string[] = [];
      const fractions: number[] = [];
      run.on('warning', ({ message }) => warnings.push(message));
      run.on('progress', ({ fraction }) => fractions.push(fraction));
      const { output, history } = await run;
      const [first] = output.octaves;
      results.push({ losses: first!.losses, ended: first!.ended, warnings, fractions, history });
    }
    return results;
  }, INSIDE);
  expect(late).toMatchObject({ ended: 'maxLoss', warnings: [] });
  expect(late!.losses).toHaveLength(3); // the third exceeds it: its step is not taken
  expect(late!.history[0]!.metrics.steps).toBe(2);
  expect(early).toMatchObject({ ended: 'maxLoss' });
  expect(early!.losses).toHaveLength(1);
  expect(early!.history[0]!.metrics.steps).toBe(0);
  expect(early!.warnings[0]).toContain('maxLoss 0.05');
  for (const { fractions } of [late!, early!]) expect(fractions.at(-1)).toBe(1);
});
