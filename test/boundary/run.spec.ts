// A run as the page sees it: promise, events, order, stop, abort, pause, terminate.
import { expect, test } from '../fixtures';

const tiny = { epochs: 1, examples: 100, batchSize: 10, seed: 1 };

test('resolves to a result with everything in it', async ({ labPage }) => {
  const result = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model, ...rest } = await lab.train('transfer', options);
    const drawing = new ImageData(40, 40);
    for (let y = 5; y < 35; y++) drawing.data[4 * (40 * y + 20) + 3] = 255;
    const prediction = await model.predict(drawing);
    await model.dispose();
    const described = lab.experiments().find(({ name }) => name === 'transfer')!.metrics;
    return { ...rest, prediction, described, after: await lab.memory() };
  }, tiny);
  const metrics = {
    loss: expect.any(Number),
    accuracy: expect.any(Number),
    valLoss: expect.any(Number),
    valAccuracy: expect.any(Number),
  };
  const phase = { epoch: 1, metrics, durationMs: expect.any(Number) };
  expect(result).toMatchObject({
    experiment: 'transfer',
    epoch: 1,
    metrics,
    seed: 1,
    backend: 'wasm',
    threads: 1,
    durationMs: expect.any(Number),
    hyperparameters: { epochs: 1, batchSize: 10, learningRate: 1, examples: 100, restoreBest: true },
    dataset: { name: 'embedded digits', source: 'embedded', train: 100, test: 20 },
    phases: [
      { ...phase, name: 'digits 0 to 4', trainableParameters: 600_165, frozenParameters: 0 },
      { ...phase, name: 'digits 5 to 9', trainableParameters: 590_597, frozenParameters: 9568 },
    ],
    history: [
      { phase: 'digits 0 to 4', epoch: 1, metrics },
      { phase: 'digits 5 to 9', epoch: 1, metrics },
    ],
  });
  expect(result.metrics).toEqual(result.phases[1]!.metrics);
  expect(Object.keys(result.described).sort()).toEqual(Object.keys(result.metrics).sort());
  expect(result.described.valAccuracy).toEqual({ kind: 'fraction', validates: 'accuracy' });
  const { label, probabilities } = result.prediction;
  expect(probabilities.map((one) => one.label)).toEqual([5, 6, 7, 8, 9]);
  expect(probabilities.reduce((sum, one) => sum + one.probability, 0)).toBeCloseTo(1, 5);
  expect(probabilities.find((one) => one.label === label)!.probability).toBe(
    Math.max(...probabilities.map((one) => one.probability)),
  );
  expect(result.after).toEqual({ tensors: 0, bytes: 0 });
});

test('events come typed, in order, to the run, to the lab and to an iteration alike', async ({ labPage }) => {
  const { iterated, heard, labHeard, unsubscribed } = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const run = lab.train('transfer', options);
    const labHeard: string[] = [];
    const heard: string[] = [];
    const unsubscribed: string[] = [];
    const gone = new AbortController();
    for (const type of ['status', 'progress', 'batch', 'epoch', 'sample', 'warning'] as const) {
      run.on(type, (event) => heard.push(event.type));
      lab.on(type, (event) => labHeard.push(event.type));
      run.on(type, (event) => unsubscribed.push(event.type))();
      run.on(type, (event) => unsubscribed.push(event.type), { signal: gone.signal });
    }
    gone.abort();
    const iterated = [];
    for await (const event of run) iterated.push(event);
    return { iterated, heard, labHeard, unsubscribed };
  }, tiny);
  expect(unsubscribed).toEqual([]);
  expect(heard).toEqual(iterated.map(({ type }) => type));
  expect(labHeard).toEqual(heard);
  expect(iterated.every(({ run, experiment }) => run === 1 && experiment === 'transfer')).toBe(true);
  const phases = iterated.flatMap((event) =>
    event.type === 'status' && event.phase ? [event.phase.name] : [],
  );
  expect(phases).toEqual(['digits 0 to 4', 'digits 5 to 9']);
  const fractions = iterated.flatMap((event) => (event.type === 'progress' ? [event.fraction] : []));
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
  const last = iterated.filter((event) => event.type === 'progress').at(-1)!;
  expect(last).toMatchObject({ step: last.steps, eta: 0 });
  expect(iterated.find((event) => event.type === 'batch')).toMatchObject({
    phase: 'digits 0 to 4',
    epoch: 1,
  });
  expect(iterated.filter(({ type }) => type === 'epoch')).toHaveLength(2);
  expect(iterated.at(-1)).toMatchObject({ type: 'status', state: 'done' });
});

test('a listener that throws neither ends the run nor silences the others', async ({ labPage }) => {
  const { epochs, reported } = await labPage.evaluate(async (options) => {
    const reported: string[] = [];
    addEventListener('error', (event) => {
      event.preventDefault();
      reported.push(event.message);
    });
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const run = lab.train('transfer', options);
    let epochs = 0;
    run.on('epoch', () => {
      throw new Error('a mistake of the page');
    });
    run.on('epoch', () => {
      epochs++;
    });
    await run;
    return { epochs, reported };
  }, tiny);
  expect(epochs).toBe(2);
  expect(reported.join()).toContain('a mistake of the page');
});

for (const how of ['stop', 'signal'] as const) {
  test(`${how} in mid-epoch settles within one step and leaves no tensor`, async ({ labPage }) => {
    const outcome = await labPage.evaluate(
      async ([options, how]) => {
        const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
        const stopper = new AbortController();
        const run = lab.train('transfer', { ...options, epochs: 500, signal: stopper.signal });
        let asked = 0;
        let last = 0;
        await new Promise<void>((resolve) => {
          run.on('progress', ({ step }) => {
            last = step;
            if (step >= 3) resolve();
          });
        });
        asked = last;
        if (how === 'stop') run.stop();
        else stopper.abort(new Error('enough'));
        const ended = await run.catch((e) => e as Error);
        const drawing = new ImageData(28, 28);
        drawing.data.fill(255, 28 * 4 * 10, 28 * 4 * 14);
        const kept = 'model' in ended ? ended : undefined;
        const learned = kept && (await kept.model.predict(drawing)).probabilities.length;
        await kept?.model.dispose();
        const { name, message } = ended as Error;
        const held = await lab.memory();
        const next = await lab.train('transfer', options);
        return {
          ...{ name, message, learned, stopped: kept?.stopped, metrics: Object.keys(kept?.metrics ?? {}) },
          steps: last - asked,
          held,
          next: next.metrics.loss,
        };
      },
      [tiny, how] as const,
    );
    expect(outcome).toMatchObject(
      how === 'stop'
        ? { stopped: true, learned: 5, metrics: expect.arrayContaining(['loss', 'accuracy']) }
        : { name: 'Error', message: 'enough', learned: undefined },
    );
    expect(outcome.steps).toBeLessThanOrEqual(1);
    expect(outcome.held).toEqual({ tensors: 0, bytes: 0 });
    expect(outcome.next).toBeGreaterThan(0);
  });
}

test('a signal aborted beforehand rejects at once and starts nothing', async ({ labPage }) => {
  const outcome = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    let events = 0;
    lab.on('status', () => {
      events++;
    });
    const error = (await lab
      .train('transfer', { ...options, signal: AbortSignal.abort() })
      .catch((e) => e)) as Error;
    await lab.memory();
    return { name: error.name, events };
  }, tiny);
  expect(outcome).toEqual({ name: 'AbortError', events: 0 });
});

test('runs queue: one trains at a time, and a queued one can be stopped', async ({ labPage }) => {
  const { order, stopped } = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const order: string[] = [];
    lab.on('status', ({ run, state }) => order.push(`${run} ${state}`));
    const runs = [1, 2, 3].map(() => lab.train('transfer', options));
    const stopped = runs[1]!.catch((e) => (e as Error).name);
    runs[1]!.stop();
    await Promise.all([runs[0], stopped, runs[2]]);
    return { order, stopped: await stopped };
  }, tiny);
  expect(stopped).toBe('StoppedError');
  const kept = order.filter((state) => /queued|preparing|done/.test(state));
  expect(kept).toEqual(['1 preparing', '2 queued', '3 queued', '1 done', '3 preparing', '3 done']);
});

test('pause holds the training, resume goes on, and the result is the same', async ({ labPage }) => {
  const outcome = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const straight = await lab.train('transfer', options);
    const run = lab.train('transfer', options);
    const states: string[] = [];
    const paused = new Promise<void>((resolve) => {
      run.on('status', ({ state }) => {
        states.push(state);
        if (state === 'paused') resolve();
      });
    });
    let steps = 0;
    run.on('progress', ({ step }) => {
      steps = step;
      if (step === 1) run.pause();
    });
    await paused;
    const before = steps;
    await new Promise((resolve) => setTimeout(resolve, 300));
    const during = steps - before;
    run.resume();
    const { history } = await run;
    return { during, states, history, straight: straight.history };
  }, tiny);
  expect(outcome.during).toBe(0);
  expect(outcome.states).toContain('paused');
  const curve = (history: { metrics: unknown }[]) => history.map(({ metrics }) => metrics);
  expect(curve(outcome.history)).toEqual(curve(outcome.straight));
});

test('terminate settles everything pending and everything asked for later', async ({ labPage }) => {
  const names = await labPage.evaluate(async (options) => {
    const unhandled: string[] = [];
    addEventListener('unhandledrejection', (event) => unhandled.push(String(event.reason)));
    const lab = await window.trainlab.createLab({ backends: ['wasm'] });
    const trained = await lab.train('transfer', options);
    const run = lab.train('transfer', { ...options, epochs: 500 });
    const queued = lab.train('transfer', options);
    const listened = lab.train('transfer', options); // nobody handles this one's rejection
    listened.on('epoch', () => {});
    await new Promise<void>((resolve) => {
      run.on('batch', () => resolve());
    });
    const pending = [run, queued, trained.model.predict(new ImageData(2, 2))];
    lab.terminate();
    lab.terminate();
    const late = [lab.train('transfer', options), lab.memory(), trained.model.dispose()];
    const names = await Promise.all([...pending, ...late].map((one) => one.then(String, (e) => e.name)));
    await new Promise((resolve) => setTimeout(resolve, 50));
    return [...names, ...unhandled];
  }, tiny);
  expect(names).toEqual(Array(6).fill('TerminatedError'));
});

test('one who only listens is never told of an unhandled rejection', async ({ labPage }) => {
  const unhandled = await labPage.evaluate(async () => {
    const unhandled: string[] = [];
    addEventListener('unhandledrejection', (event) => unhandled.push(String(event.reason)));
    const lab = await window.trainlab.createLab({ backends: ['cpu'] });
    lab.train('transfer', { epochs: -1 }).on('epoch', () => {});
    await lab.memory();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return unhandled;
  });
  expect(unhandled).toEqual([]);
});
