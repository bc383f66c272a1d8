// Data sets of pictures that the page has: as they come, and running to many.
import { expect, test } from '../fixtures';

test('pictures come one by one, of every kind a page has', async ({ labPage }) => {
  const told = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const data = await lab.dataset({ pictures: [] }, { size: 16, test: 0.25, name: 'webcam' });
    const empty = { train: data.train, classes: [...data.classes!], notes: [...data.notes] };
    const draw = (colour: string) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [40, 30];
      const context = canvas.getContext('2d')!;
      context.fillStyle = colour;
      context.fillRect(0, 0, 40, 30);
      return { canvas, context };
    };
    const red = draw('#f00');
    const blue = draw('#00f');
    const image = new Image();
    image.src = red.canvas.toDataURL();
    const blob = await new Promise<Blob>((resolve) => blue.canvas.toBlob((made) => resolve(made!)));
    // A canvas that is shown and drawn on again and again, as a camera is.
    const video = document.createElement('video');
    document.body.append(blue.canvas, video);
    video.muted = true;
    video.srcObject = blue.canvas.captureStream();
    const filming = setInterval(() => blue.context.fillRect(0, 0, 40, 30), 20);
    await video.play();
    while (video.readyState < video.HAVE_CURRENT_DATA)
      await new Promise((resolve) => setTimeout(resolve, 20));
    clearInterval(filming);
    await data.add('red', red.context.getImageData(0, 0, 40, 30));
    await data.add('red', red.canvas);
    await data.add('red', image);
    await data.add('red', await createImageBitmap(red.canvas));
    await data.add('blue', blob);
    await data.add('blue', await blob.arrayBuffer());
    await data.add('blue', video);
    await Promise.all([data.add('blue', blue.canvas), data.add('blue', blue.canvas)]);
    const { train, test, classes, perClass, notes, inputs } = data;
    const shown = await data.preview(100);
    return {
      empty,
      ...{ train, test, classes, perClass, notes, shape: inputs[0]!.shape },
      shown: shown.map(({ label, picture }) => [label, ...picture!.data.slice(0, 3)]),
    };
  });
  expect(told.empty).toEqual({
    ...{ train: 0, classes: [] },
    notes: ['To tell pictures apart there have to be at least two classes.'],
  });
  expect(told).toMatchObject({
    train: 7,
    test: 2,
    classes: ['red', 'blue'],
    perClass: [3, 4],
    shape: [16, 16, 3],
  });
  expect(told.notes).toEqual([
    '“red” has 3 pictures to train on: give it at least 10.',
    '“blue” has 4 pictures to train on: give it at least 10.',
  ]);
  for (const [label, red, , blue] of told.shown) {
    // A video's colours are coded more coarsely.
    expect(Math.abs((red as number) - (label === 'red' ? 255 : 0))).toBeLessThan(12);
    expect(Math.abs((blue as number) - (label === 'red' ? 0 : 255))).toBeLessThan(12);
  }
});

test('a training goes on with what there was; the next has what came', async ({ labPage }) => {
  const told = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const picture = (grey: number) => new ImageData(new Uint8ClampedArray(8 * 8 * 4).fill(grey), 8, 8);
    const pictures = Array.from({ length: 40 }, (_, i) => ({
      label: i % 2 ? 'light' : 'dark',
      picture: picture(i % 2 ? 200 : 250),
    }));
    const data = await lab.dataset({ pictures, classes: ['dark', 'light', 'none'] });
    const first = lab.train('cifar10', { data, epochs: 2, batchSize: 8, seed: 1 });
    for (let i = 0; i < 10; i++) await data.add('none', picture(0));
    const second = lab.train('cifar10', { data, epochs: 1, batchSize: 8, seed: 1 });
    const results = [await first, await second];
    const wrong = [];
    const files = await lab.dataset({ x: [[1], [2]], y: [0, 1] });
    const cases = [
      () => data.add('other', picture(0)),
      () => data.add('', picture(0)),
      () => data.add('dark', 5 as never),
      () => data.add('dark', new Blob(['text'])),
      () => data.add('dark', document.createElement('canvas').transferControlToOffscreen() as never),
      () => files.add('dark', picture(0)),
      () => lab.dataset({ pictures: [{ label: 5, picture: picture(0) }] } as never),
      () => lab.dataset({ pictures: [{ label: 'a', picture: new Blob(['x']) }] }),
    ];
    for (const one of cases) wrong.push(await one().then(String, (e) => `${e.name} ${e.field ?? e.message}`));
    await data.dispose();
    wrong.push(await data.add('dark', picture(0)).catch((e) => e.name));
    return { trained: results.map(({ dataset }) => dataset.train), train: data.train, wrong };
  });
  expect(told.trained).toEqual([32, 40]);
  expect(told.train).toBe(40);
  expect(told.wrong).toEqual([
    'InvalidOptionError label',
    'InvalidOptionError label',
    'InvalidOptionError picture',
    expect.stringContaining('InvalidInputError The picture cannot be read'),
    expect.stringMatching(/^Invalid/),
    'InvalidOptionError dataset',
    'InvalidOptionError source.pictures[0]',
    expect.stringContaining('InvalidInputError The picture cannot be read'),
    'DatasetDisposedError',
  ]);
});
