// Data sets of arrays, and what every handle of a data set does.
import { expect, test } from '../fixtures';

test('typed and nested arrays: counts, shapes, classes, preview', async ({ labPage }) => {
  const told = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['cpu'] });
    const x = Array.from({ length: 10 }, (_, i) => [i, -i]);
    const y = Array.from({ length: 10 }, (_, i) => (i % 2 ? 'odd' : 'even'));
    const nested = await lab.dataset({ x, y });
    const typed = await lab.dataset({
      x: { data: new Uint8Array(24).map((_, i) => i), shape: [6, 2, 2] },
      y: new Float32Array([0, 1, 2, 3, 4, 5]),
      test: { x: { data: new Uint8Array(4), shape: [1, 2, 2] }, y: [9] },
    });
    const describe = (dataset: typeof nested) => {
      const { name, source, format, kind, train, test, inputs, targets, classes, perClass, notes } = dataset;
      return { name, source, format, kind, train, test, inputs, targets, classes, perClass, notes };
    };
    return {
      nested: describe(nested),
      shown: await nested.preview(100),
      typed: describe(typed),
      first: await typed.preview(1),
    };
  });
  expect(told.nested).toEqual({
    ...{ name: 'arrays', source: 'page', format: 'arrays', kind: 'arrays', train: 8, test: 2 },
    inputs: [{ name: 'x', shape: [2], dtype: 'float32' }],
    targets: [{ name: 'y', shape: [], dtype: 'int32', classes: ['even', 'odd'] }],
    ...{ classes: ['even', 'odd'], perClass: [4, 4], notes: [] },
  });
  expect(told.shown).toHaveLength(8);
  for (const { values, label } of told.shown) {
    const [one, other] = values!.x!;
    expect(other).toBe(-one! + 0);
    expect(label).toBe(one! % 2 ? 'odd' : 'even');
  }
  expect(told.typed).toMatchObject({ train: 6, test: 1, inputs: [{ shape: [2, 2], dtype: 'uint8' }] });
  expect(told.first).toEqual([{ values: { x: [0, 1, 2, 3] }, label: 0 }]);
});

test('a split leaves both parts every class, and shares what it is a part of', async ({ labPage }) => {
  const told = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['cpu'] });
    const x = Array.from({ length: 100 }, (_, i) => [i]);
    const y = x.map(([i]) => (i! < 80 ? 'many' : 'few'));
    const whole = await lab.dataset({ x, y, classes: ['many', 'few'] }, { test: 0 });
    const part = await whole.split({ test: 0.25, seed: 3 });
    await whole.dispose();
    await whole.dispose();
    const gone = await whole.preview().catch(({ name }) => name);
    const numbers = (await part.preview(1000)).map(({ values }) => values!.x![0]!);
    const wrong = [];
    for (const how of [0, 1, -1, Number.NaN, '0.2', { test: 0.2, seed: -1 }, { test: 0.001 }, undefined]) {
      wrong.push(await part.split(how as never).then(String, (e) => `${e.name} ${e.field}`));
    }
    return { train: part.train, test: part.test, perClass: part.perClass, gone, numbers, wrong };
  });
  expect(told).toMatchObject({ train: 75, test: 25, perClass: [60, 15], gone: 'DatasetDisposedError' });
  expect(new Set(told.numbers).size).toBe(75);
  expect(told.wrong).toEqual([
    ...Array(5).fill('InvalidOptionError test'),
    'InvalidOptionError seed',
    'InvalidOptionError test',
    'InvalidOptionError test',
  ]);
});

test('what does not fit is refused by name', async ({ labPage }) => {
  const told = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['cpu'] });
    const good = { x: [[1], [2]], y: [0, 1] };
    const sources: unknown[] = [
      { x: [[1], [2, 3]], y: [0, 1] },
      { x: [[1], [Number.NaN]], y: [0, 1] },
      { x: [[1], [2]], y: [0] },
      { x: [[1], [2]], y: [0, 2], classes: ['a', 'b'] },
      { x: { data: [1, 2, 3], shape: [2, 2] }, y: [0, 1] },
      { x: [], y: [] },
      { x: [[1], ['one']], y: [0, 1] },
      { ...good, test: { x: [[1, 2]], y: [0] } },
      5,
      null,
      [],
      {},
      [5],
      { text: 5 },
      { x: [() => 1], y: [0] },
    ];
    const options: Record<string, unknown>[] = [
      { size: 0 },
      { size: [1, 2, 3] },
      { channels: 2 },
      { resize: 'fill' },
      { test: 1 },
      { limit: 0 },
      { seed: 0.5 },
      { tset: 0.1 },
      { delimiter: '' },
      { columns: [] },
      { onProgress: 5 },
      { signal: {} },
    ];
    const told = { sources: [] as string[], options: [] as string[], aborted: '' };
    const show = ({ name, field }: { name: string; field?: string }) => `${name} ${field}`;
    for (const source of sources) told.sources.push(await lab.dataset(source as never).then(String, show));
    for (const one of options) told.options.push(await lab.dataset(good, one as never).then(String, show));
    told.aborted = await lab.dataset(good, { signal: AbortSignal.abort() }).then(String, ({ name }) => name);
    return told;
  });
  const fields = ['x', 'x', 'y', 'y', 'x.data', 'x', 'x', 'test.x'].map((field) => `source.${field}`);
  const others = ['source', 'source', 'source', 'source', 'source[0]', 'source.text', 'source'];
  expect(told.sources).toEqual([...fields, ...others].map((field) => `InvalidOptionError ${field}`));
  const named = [
    'size',
    'size',
    'channels',
    'resize',
    'test',
    'limit',
    'seed',
    'tset',
    'delimiter',
    'columns',
  ];
  expect(told.options).toEqual(
    [...named, 'onProgress', 'signal'].map((field) => `InvalidOptionError ${field}`),
  );
  expect(told.aborted).toBe('AbortError');
});
