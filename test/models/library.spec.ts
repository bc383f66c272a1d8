// The library of models: they come back whole, in other labs and after a reload, whatever broke off in between.
import type { Page } from '@playwright/test';
import { BLANK_PAGE } from '../../scripts/serve.mjs';
import { expect, test } from '../fixtures';

const tiny = { epochs: 1, examples: 100, batchSize: 20, seed: 3, hiddenSize: 8 };

type Inside = typeof import('./library.page');
const INSIDE = '/test/models/library.page.js';

async function open(page: Page, origin: string): Promise<void> {
  await page.goto(origin + BLANK_PAGE);
  await page.evaluate(async (url) => {
    window.trainlab = await import(url);
  }, '/dist/index.js');
}

/** What an error is, as far as it can leave the page. */
const told = `(error) => ({ name: error.name, reason: error.reason, field: error.field, message: error.message, cause: error.cause?.name })`;

test('models of every experiment come back with the same bits after a reload', async ({
  labPage,
  origin,
}) => {
  test.setTimeout(240_000);
  const ask = async () => {
    const drawing = new ImageData(40, 40);
    for (let y = 5; y < 35; y++) drawing.data[4 * (40 * y + 20) + 3] = 255;
    const photo = new ImageData(48, 40);
    for (let i = 0; i < photo.data.length; i++) photo.data[i] = i % 4 === 3 ? 255 : (i * 13) % 256;
    const inputs: Record<string, unknown> = {
      ...{ transfer: drawing, antirectifier: drawing, addition: '1+2', cifar10: photo },
      ...{ acgan: { digit: 3, count: 2, seed: 5 }, deepdream: photo },
    };
    const text = (value: unknown) =>
      JSON.stringify(value, (_, one) => (ArrayBuffer.isView(one) ? Array.from(one as Uint8Array) : one));
    return { drawing, photo, inputs, text };
  };
  const before = await labPage.evaluate(async (source) => {
    const { photo, inputs, text } = await (new Function(`return (${source})()`)() as ReturnType<typeof ask>);
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const small = { epochs: 1, examples: 60, batchSize: 20, seed: 3 };
    const answers: Record<string, string> = {};
    const keep = async (name: string, model: Awaited<ReturnType<typeof lab.load>>) => {
      await model.save(`my ${name}`);
      answers[name] = text(await model.predict(inputs[name]));
      await model.dispose();
    };
    await keep('transfer', (await lab.train('transfer', small)).model as never);
    await keep(
      'antirectifier',
      (await lab.train('antirectifier', { ...small, hiddenSize: 8 })).model as never,
    );
    await keep('cifar10', (await lab.train('cifar10', small)).model as never);
    await keep('acgan', (await lab.train('acgan', { ...small, width: 0.05, latentSize: 8 })).model as never);
    const sums = { questions: 100, epochs: 1, hiddenSize: 8, seed: 3 };
    await keep('addition', (await lab.train('addition', sums)).model as never);
    const dream = { image: photo, steps: 2, octaves: 1, seed: 1, guide: photo };
    await keep('deepdream', (await lab.train('deepdream', dream)).model as never);
    return { answers, memory: await lab.memory() };
  }, ask.toString());
  expect(before.memory.tensors).toBe(0);

  await open(labPage, origin);
  const after = await labPage.evaluate(async (source) => {
    const { photo, inputs, text } = await (new Function(`return (${source})()`)() as ReturnType<typeof ask>);
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const saved = await lab.models();
    const answers: Record<string, string> = {};
    const experiments: string[] = [];
    for (const { name } of saved) {
      const model = await lab.load(name);
      experiments.push(model.experiment);
      answers[model.experiment] = text(await model.predict(inputs[model.experiment]));
      const clone = await model.clone();
      answers[`clone of ${model.experiment}`] = text(await clone.predict(inputs[model.experiment]));
      await clone.dispose();
      await model.dispose();
    }
    const eye = await lab.load('my cifar10');
    const dreamt = await lab.train('deepdream', {
      network: eye as never,
      image: photo,
      steps: 1,
      octaves: 1,
    });
    await Promise.all([eye.dispose(), dreamt.model.dispose()]);
    return { saved, answers, experiments, dreamt: dreamt.output.network, memory: await lab.memory() };
  }, ask.toString());
  for (const [name, answer] of Object.entries(before.answers)) {
    expect(after.answers[name], name).toBe(answer);
    expect(after.answers[`clone of ${name}`], `clone of ${name}`).toBe(answer);
  }
  expect(after.experiments).toEqual([
    'acgan',
    'addition',
    'antirectifier',
    'cifar10',
    'deepdream',
    'transfer',
  ]);
  expect(after.dreamt).toBe('cifar10');
  expect(after.memory).toEqual({ tensors: 0, bytes: 0 });
  const transfer = after.saved.find(({ experiment }) => experiment === 'transfer')!;
  expect(transfer).toMatchObject({
    ...{ name: 'my transfer', bytes: 4 * 600_165, classes: ['5', '6', '7', '8', '9'], optimizer: false },
    ...{ dataset: { name: 'embedded digits', train: 60 }, metrics: { loss: expect.any(Number) } },
  });
  expect(Math.abs(transfer.date - Date.now())).toBeLessThan(300_000);
});

test('a model that was loaded goes on training with the same bits, its optimizer too', async ({
  labPage,
  origin,
}) => {
  const train = async (from: 'new' | 'library') => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const count = 60;
    const x = { data: new Float32Array(count * 6).map((_, i) => Math.sin(i * i)), shape: [count, 6] };
    const y = Float32Array.from({ length: count }, (_, i) => Math.cos(i));
    const layers = [
      { type: 'dense', units: 8, activation: 'tanh', inputShape: [6] },
      { type: 'dropout', rate: 0.3 },
      { type: 'dense', units: 1 },
    ];
    const options = {
      epochs: 2,
      batchSize: 10,
      loss: 'mse',
      optimizer: { name: 'adam', learningRate: 0.01 },
      seed: 5,
    } as const;
    const data = { x, y: { data: y, shape: [count, 1] } };
    if (from === 'new') {
      const first = await lab.fit(layers, data, options);
      await first.model.save('with', { optimizer: true });
      await first.model.save('without');
      const clone = await first.model.clone();
      const weights: number[][][] = [];
      for (const model of [first.model, clone]) {
        const more = await lab.fit(model, data, { ...options, seed: 6 });
        weights.push((await more.model.weights()).map((one) => [...one.data]));
      }
      return { weights, saved: await lab.models(), experiment: '', before: undefined };
    }
    const weights: number[][][] = [];
    const before = await lab.memory();
    for (const name of ['with', 'without']) {
      const loaded = await lab.load(name);
      const more = await lab.fit(loaded, data, { ...options, seed: 6 });
      weights.push((await more.model.weights()).map((one) => [...one.data]));
      await more.model.dispose();
      await loaded.dispose();
    }
    const memory = await lab.memory();
    return { weights, saved: [], experiment: (await lab.load('with')).experiment, before: [before, memory] };
  };
  const here = await labPage.evaluate(train, 'new' as const);
  await open(labPage, origin);
  const there = await labPage.evaluate(train, 'library' as const);
  const [gone, clone] = here.weights;
  const [withOptimizer, without] = there.weights;
  expect(clone).toEqual(gone);
  expect(withOptimizer).toEqual(gone);
  expect(without).not.toEqual(gone);
  expect(there.experiment).toBe('fit');
  expect(here.saved.map(({ name, optimizer }) => [name, optimizer])).toEqual([
    ['with', true],
    ['without', false],
  ]);
  expect(here.saved[0]!.bytes).toBeGreaterThan(2.9 * here.saved[1]!.bytes);
  expect(there.before![1]).toEqual(there.before![0]);
});

test('names are data: any text is one, none is taken without asking, and each can be changed', async ({
  labPage,
}) => {
  const result = await labPage.evaluate(
    async ([options, describe]) => {
      const tell = new Function(`return ${describe}`)() as (error: Error) => { name: string; field?: string };
      const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
      const { model } = await lab.train('antirectifier', options);
      const names = [
        '__proto__',
        'constructor',
        '-x',
        '*',
        ' ',
        '../a/b',
        '👩‍🔬',
        '\ud800',
        'a'.repeat(3000),
        '"{}',
      ];
      for (const name of names) await model.save(name);
      const listed = (await lab.models()).map(({ name }) => name);
      const opened: string[] = [];
      for (const name of names) opened.push((await lab.load(name)).experiment);
      const failed = async (work: Promise<unknown>) => tell((await work.catch((e) => e)) as Error);
      const errors = [
        await failed(model.save('__proto__')),
        await failed(model.save('')),
        await failed(model.save(7 as never)),
        await failed(model.save('x', { overwrite: 'yes' } as never)),
        await failed(model.save('x', { overwritten: true } as never)),
        await failed(model.save('x', { optimizer: true })),
        await failed(lab.load('toString')),
        await failed(lab.remove('toString')),
        await failed(lab.rename('toString', 'y')),
        await failed(lab.rename('*', '-x')),
        await failed(lab.rename('*', '')),
        await failed(lab.load('indexeddb://none')),
      ];
      await model.save('__proto__', { overwrite: true });
      await lab.rename('__proto__', 'prototype');
      await lab.rename('*', '*');
      for (const name of names.slice(1)) await lab.remove(name);
      const left = (await lab.models()).map(({ name }) => name);
      const last = await lab.load('prototype');
      await lab.remove('prototype');
      return { names, listed, opened, errors, left, last: last.experiment, none: await lab.models() };
    },
    [tiny, told] as const,
  );
  expect([...result.listed].sort()).toEqual([...result.names].sort());
  expect(new Set(result.opened)).toEqual(new Set(['antirectifier']));
  expect(result.errors.map(({ name, field }) => field ?? name)).toEqual([
    ...['name', 'name', 'name', 'overwrite', 'overwritten', 'optimizer'],
    ...['ModelNotFoundError', 'ModelNotFoundError', 'ModelNotFoundError', 'new', 'new', 'ModelNotFoundError'],
  ]);
  expect(result.left).toEqual(['prototype']);
  expect(result.last).toBe('antirectifier');
  expect(result.none).toEqual([]);
});

test('a full disk rejects, and what was saved before is untouched', async ({ labPage, origin }) => {
  // Before the first save: the browser trusts for half a minute what room it once saw.
  const session = await labPage.context().newCDPSession(labPage);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 300_000 });
  const first = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model } = await lab.train('antirectifier', options);
    await model.save('kept');
    await model.save('indexeddb://kept');
    return [...(await model.weights())[0]!.data];
  }, tiny);
  const full = await labPage.evaluate(
    async ([options, describe]) => {
      const tell = new Function(`return ${describe}`)() as (error: Error) => object;
      const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
      const { model } = await lab.train('antirectifier', { ...options, seed: 9, hiddenSize: 400 });
      const before = await lab.memory();
      const failed = async (work: Promise<unknown>) => tell((await work.catch((e) => e)) as Error);
      const errors = [
        await failed(model.save('kept', { overwrite: true })),
        await failed(model.save('indexeddb://kept')),
        await failed(model.save('another')),
      ];
      const weightsOf = async (name: string) => [...(await (await lab.load(name)).weights())[0]!.data];
      return {
        errors,
        memory: [before, await lab.memory()],
        names: (await lab.models()).map(({ name }) => name),
        kept: [await weightsOf('kept'), await weightsOf('indexeddb://kept')],
      };
    },
    [tiny, told] as const,
  );
  for (const error of full.errors)
    expect(error).toMatchObject({ name: 'StorageError', reason: 'quota', cause: 'QuotaExceededError' });
  expect(full.memory[1]).toEqual(full.memory[0]);
  expect(full.names).toEqual(['kept']);
  expect(full.kept).toEqual([first, first]);

  await session.send('Storage.overrideQuotaForOrigin', { origin });
  const after = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model } = await lab.train('antirectifier', { ...options, seed: 9 });
    await model.save('kept', { overwrite: true });
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('trainlab');
      request.onsuccess = () => resolve(request.result);
    });
    const parts = await new Promise<number>((resolve) => {
      const request = database.transaction('parts').objectStore('parts').count();
      request.onsuccess = () => resolve(request.result);
    });
    database.close();
    return { parts, models: (await lab.models()).length };
  }, tiny);
  expect(after).toEqual({ parts: 1, models: 1 });
});

test('a save that is cut off leaves the earlier model or the new one, whole', async ({ labPage }) => {
  test.setTimeout(180_000);
  const outcomes = await labPage.evaluate(async (options) => {
    const make = () => window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const sums: Record<number, string> = {};
    const sumOf = (weights: { data: ArrayLike<number> }[]) =>
      weights.reduce((sum, { data }) => sum + Array.from(data).reduce((all, one) => all + one, 0), 0);
    const reader = await make();
    const found: string[] = [];
    for (let round = 0; round < 16; round++) {
      const lab = await make();
      const { model } = await lab.train('antirectifier', { ...options, seed: round, hiddenSize: 200 });
      sums[sumOf(await model.weights())] = `round ${round}`;
      if (round === 0) await model.save('cut');
      else {
        const saving = model.save('cut', { overwrite: true }).then(
          () => 'saved',
          (error) => error.name,
        );
        await new Promise((resolve) => setTimeout(resolve, (round * 7) % 45));
        lab.terminate();
        const outcome = await saving;
        const loaded = await reader.load('cut');
        const which = sums[sumOf(await loaded.weights())] ?? 'neither';
        await loaded.dispose();
        found.push(
          `${outcome}: ${which === `round ${round}` ? 'the new' : which === 'neither' ? which : 'an earlier'}`,
        );
      }
      lab.terminate();
    }
    return found;
  }, tiny);
  expect(outcomes).toHaveLength(15);
  for (const outcome of outcomes) {
    expect(['saved: the new', 'TerminatedError: the new', 'TerminatedError: an earlier']).toContain(outcome);
  }
  // The earliest cuts come before anything could be written.
  expect(outcomes).toContain('TerminatedError: an earlier');
});

test('a database that another page blocks, deletes, or has of a newer version', async ({ labPage }) => {
  const { blocked, unblocked, deleted, again, newer } = await labPage.evaluate(
    async ([options, describe]) => {
      const tell = new Function(`return ${describe}`)() as (error: Error) => {
        reason?: string;
        name: string;
      };
      const failed = async (work: Promise<unknown>) => tell((await work.catch((e) => e)) as Error);
      const connect = (version: number) =>
        new Promise<IDBDatabase>((resolve, reject) => {
          const request = indexedDB.open('trainlab', version);
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
      const { model } = await lab.train('antirectifier', options);
      await model.save('one');
      const holding = await connect(1);
      const deletion = indexedDB.deleteDatabase('trainlab');
      const gone = new Promise((resolve) => {
        deletion.onsuccess = resolve;
      });
      const blocked = await failed(model.save('two'));
      holding.close();
      await gone;
      const deleted = await failed(lab.load('one'));
      await model.save('two');
      const unblocked = (await lab.models()).map(({ name }) => name);
      await new Promise((resolve) => {
        indexedDB.deleteDatabase('trainlab').onsuccess = resolve;
      });
      const again = await lab.models();
      (await connect(7)).close();
      const newer = [
        await failed(lab.models()),
        await failed(model.save('three')),
        await failed(lab.load('two')),
      ];
      return { blocked, unblocked, deleted, again, newer };
    },
    [tiny, told] as const,
  );
  expect(blocked).toMatchObject({ name: 'StorageError', reason: 'blocked' });
  expect(deleted).toMatchObject({ name: 'ModelNotFoundError' });
  expect(unblocked).toEqual(['two']);
  expect(again).toEqual([]);
  for (const error of newer)
    expect(error).toMatchObject({ name: 'StorageError', reason: 'newer', cause: 'VersionError' });
});

test('two tabs that save the same name: one is told who holds it, and a whole model remains', async ({
  labPage,
  origin,
}) => {
  const other = await labPage.context().newPage();
  await open(other, origin);
  const saveOften = async ([options, seed]: readonly [typeof tiny, number]) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model } = await lab.train('antirectifier', { ...options, seed });
    const outcomes: string[] = [];
    for (let i = 0; i < 25; i++) {
      const error = (await model.save('shared', { overwrite: true }).catch((e) => e)) as
        | (Error & { reason: string })
        | undefined;
      outcomes.push(error ? `${error.reason}: ${error.message}` : 'saved');
    }
    return { outcomes, weights: [...(await model.weights())[0]!.data] };
  };
  const [one, two] = await Promise.all([
    labPage.evaluate(saveOften, [tiny, 1] as const),
    other.evaluate(saveOften, [tiny, 2] as const),
  ]);
  const outcomes = [...one.outcomes, ...two.outcomes];
  expect(outcomes.filter((outcome) => outcome !== 'saved' && !outcome.startsWith('busy: '))).toEqual([]);
  expect(outcomes).toContain('saved');
  const loaded = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    return [...(await (await lab.load('shared')).weights())[0]!.data];
  });
  expect([one.weights, two.weights]).toContainEqual(loaded);

  // The first lab holds the name for as long as the other tab says.
  const busy = await other.evaluate(
    async ([options, describe]) => {
      const tell = new Function(`return ${describe}`)() as (error: Error) => { message: string };
      const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
      const { model } = await lab.train('antirectifier', options);
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const holder = {
        kind: 'model',
        name: 'shared',
        page: 'https://example.org/other',
        since: '2026-01-31T12:00:00.000Z',
      };
      const holding = navigator.locks.request('trainlab model shared', () =>
        navigator.locks.request(`trainlab holder ${JSON.stringify(holder)}`, { mode: 'shared' }, () => held),
      );
      await new Promise((resolve) => setTimeout(resolve, 100));
      const failed = async (work: Promise<unknown>) => tell((await work.catch((e) => e)) as Error);
      const errors = [
        await failed(model.save('shared', { overwrite: true })),
        await failed(lab.remove('shared')),
        await failed(lab.rename('shared', 'else')),
      ];
      await model.save('else');
      release();
      await holding;
      return { errors, names: (await lab.models()).map(({ name }) => name) };
    },
    [tiny, told] as const,
  );
  for (const error of busy.errors) {
    expect(error).toMatchObject({ name: 'StorageError', reason: 'busy' });
    expect(error.message).toContain('A lab of https://example.org/other (since 2026-01-31T12:00:00.000Z)');
  }
  expect(busy.names).toEqual(['else', 'shared']);
  await other.close();
});

test('another origin has a library of its own', async ({ labPage, plainOrigin, context }) => {
  const page = await context.newPage();
  await open(page, plainOrigin);
  await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model } = await lab.train('antirectifier', options);
    await model.save('here');
  }, tiny);
  const there = await page.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const error = (await lab.load('here').catch((e) => e)) as Error;
    return [await lab.models(), error.name];
  });
  expect(there).toEqual([[], 'ModelNotFoundError']);
});

test('what TensorFlow.js has saved can be loaded, and it reads what a lab saves for it', async ({
  labPage,
}) => {
  const result = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    const expected = await inside.saveByTensorflow('early');
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const early = await lab.load('indexeddb://early');
    const found = (await early.predict(inside.given)) as { data: Float32Array; shape: number[] };
    const bad = (await early
      .predict({ data: new Float32Array(4), shape: [1, 2, 2] })
      .catch((e) => e)) as Error;
    const { model } = await lab.train('addition', { questions: 100, epochs: 1, hiddenSize: 8, seed: 3 });
    await model.save('indexeddb://sums');
    await model.save('indexeddb://sums');
    const back = await lab.load('indexeddb://sums');
    const [one, two] = [await model.predict('1+2'), await back.predict('1+2')];
    const x = Array.from({ length: 5 * 12 }, (_, i) => Math.cos(i));
    const here = (
      await back.activations(
        { data: Float32Array.from(x), shape: [1, 5, 12] },
        (
          await back.summary()
        ).outputs,
      )
    )[0]!;
    const there = await inside.openByTensorflow('indexeddb://sums', x, [1, 5, 12]);
    return {
      ...{
        expected,
        found: { ...found, data: [...found.data] },
        bad: [bad.name, bad.message],
        experiment: early.experiment,
      },
      ...{ one, two, back: back.experiment, here: [...here.data], there },
    };
  }, INSIDE);
  expect(result.experiment).toBe('network');
  expect(result.found.shape).toEqual([1, 2]);
  for (const [i, value] of result.expected.entries()) expect(result.found.data[i]).toBeCloseTo(value, 6);
  expect(result.bad).toEqual(['InvalidInputError', expect.stringContaining('allowed is [examples, 3, 2]')]);
  expect(result.back).toBe('addition');
  expect(result.two).toEqual(result.one);
  expect(result.there).toHaveLength(36);
  for (const [i, value] of result.there.entries()) expect(result.here[i]).toBeCloseTo(value, 5);
});
