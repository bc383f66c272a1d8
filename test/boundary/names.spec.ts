// Names that a page or a file hands in are text: none becomes a path, a prototype or code.
import { expect, test } from '../fixtures';

const NAMES = ['__proto__', 'constructor', '../x', 'toString', '*', '<b>', 'a\'b"c'];

test('checkpoints, classes, columns, outputs and files may be called as objects’ own parts are', async ({
  labPage,
}) => {
  const outcome = await labPage.evaluate(async (names) => {
    // Tells what the worker's objects have that none should have.
    const watching = `
      const channel = new BroadcastChannel('prototypes');
      const parts = () => [Object, Array, Function].map(({ prototype }) => Reflect.ownKeys(prototype).length).join();
      const before = parts();
      channel.onmessage = () => channel.postMessage({ before, after: parts(), polluted: ({}).polluted });`;
    const module = (source: string) => URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const imports = [module(watching), `${location.origin}/dist/worker.js`];
    const workerUrl = module(imports.map((url) => `import ${JSON.stringify(url)};`).join(''));
    const lab = await window.trainlab.createLab({ workerUrl, backends: ['cpu'] });
    const told = (error: unknown) => {
      const { name, field = '' } = error as Error & { field?: string };
      return `${name} ${field}`.trim();
    };

    const small = { epochs: 1, questions: 60, digits: 1, hiddenSize: 4, seed: 1 };
    for (const name of names) {
      await lab.train('addition', { ...small, checkpoint: { name, every: 'epoch' } });
    }
    const checkpoints = (await lab.checkpoints()).map(({ name }) => name);
    for (const name of names) await lab.removeCheckpoint(name);
    const left = (await lab.checkpoints()).length;

    // Quotes double in CSV.
    const quoted = names.map((name) => `"${name.replaceAll('"', '""')}"`);
    const rows = Array.from({ length: 70 }, (_, i) => [
      ...names.map((_, k) => (i * (k + 3)) % 11),
      quoted[i % 7],
    ]);
    const text = [[...quoted, 'target'], ...rows].map((row) => row.join()).join('\n');
    const table = await lab.dataset({ text, name: '../../__proto__.csv' }, { target: 'target' } as never);
    const { classes } = table;
    const columns = table.preview(1).then(([example]) => Object.keys(example?.row ?? {}));
    const layers = [{ type: 'dense', units: 7, activation: 'softmax', name: 'constructor' } as const];
    const { model } = await lab.fit(layers, table, { epochs: 1, seed: 1, lossWeights: {} });
    const row = Object.fromEntries(names.map((name, i) => [name, i]));
    const answer = (await model.predict(row as never)) as unknown as { label: string };

    const refused = [
      await lab.removeCheckpoint('valueOf').catch(told),
      await lab.resume('__proto__').catch(told),
      await lab.fit([{ type: 'constructor', units: 1 } as never], { x: [[1]], y: [[1]] }).catch(told),
      await lab.fit([{ className: '__proto__', config: {} } as never], { x: [[1]], y: [[1]] }).catch(told),
      ...(await Promise.all(
        ['optimizer', 'loss'].map((option) =>
          lab
            .fit(
              [{ type: 'dense', units: 1 }],
              { x: [[1]], y: [[1]] },
              { [option]: 'constructor', epochs: 1 },
            )
            .catch(told),
        ),
      )),
      await lab
        .train('addition', { ...small, ...JSON.parse('{"__proto__":{"polluted":1}}') })
        .then(() => 'trained', told),
      await lab
        .train('addition', { ...small, ...JSON.parse('{"constructor":{"prototype":{"polluted":1}}}') })
        .catch(told),
      await lab.train('addition', { preset: '__proto__' as never }).catch(told),
      await lab.register('__proto__' as never, 'data:text/javascript,').catch(told),
      await lab.register('../x' as never, 'data:text/javascript,').catch(told),
    ].map(String);
    const channel = new BroadcastChannel('prototypes');
    const parts = await new Promise<{ before: string; after: string; polluted: unknown }>((resolve) => {
      channel.onmessage = ({ data }) => resolve(data);
      channel.postMessage('?');
    });
    const here = ({} as { polluted?: unknown }).polluted;
    return { checkpoints, left, classes, columns: await columns, label: answer.label, refused, parts, here };
  }, NAMES);

  expect([...outcome.checkpoints].sort()).toEqual([...NAMES].sort());
  expect(outcome.left).toBe(0);
  expect(outcome.refused).toEqual([
    ...['CheckpointError', 'CheckpointError', 'InvalidOptionError network[0].type'],
    ...['InvalidOptionError network[0].type', 'InvalidOptionError optimizer', 'InvalidOptionError loss'],
    'trained', // what `__proto__` names goes nowhere
    ...['constructor', 'preset', 'name', 'name'].map((field) => `InvalidOptionError ${field}`),
  ]);
  expect([...outcome.classes!].sort()).toEqual([...NAMES].sort());
  expect([...outcome.columns].sort()).toEqual([...NAMES].sort());
  expect(NAMES).toContain(outcome.label);
  expect(outcome.parts).toEqual({ before: outcome.parts.before, after: outcome.parts.before });
  expect(outcome.here).toBeUndefined();
});
