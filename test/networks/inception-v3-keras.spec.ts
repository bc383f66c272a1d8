// InceptionV3 beside real Keras: needs a Python that has it, named by TRAINLAB_PYTHON or found as python3.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../scripts/run.mjs';
import { BLANK_PAGE, SITE, serve } from '../../scripts/serve.mjs';
import { expect, test } from '../fixtures';
import { inWorker } from './in-worker';

type Compared = Awaited<ReturnType<typeof import('./inception-v3.page').compare>>;

const execute = promisify(execFile);
const python = process.env.TRAINLAB_PYTHON ?? 'python3';

async function hasKeras(): Promise<boolean> {
  return execute(python, ['-c', 'import keras, h5py']).then(
    () => true,
    () => false,
  );
}

test('weight files of Keras give what Keras gives, from mixed2 to mixed5', async ({ page }, info) => {
  test.setTimeout(300_000);
  test.skip(
    !(await hasKeras()),
    `no Keras: ${python} cannot import keras and h5py; TRAINLAB_PYTHON may name another`,
  );
  const folder = info.outputPath('keras');
  mkdirSync(folder, { recursive: true });
  await execute(python, [join(root, 'test/golden/inception_v3.py'), folder]);
  const { keras, shapes, layers } = JSON.parse(readFileSync(join(folder, 'values.json'), 'utf8'));
  info.annotations.push({ type: 'Keras', description: keras });

  const site = await serve({ ...SITE, '/test/': join(root, 'build/test'), '/keras/': folder });
  try {
    await page.goto(site.origin + BLANK_PAGE);
    const files = ['published.h5', 'model.h5', ...(keras >= '3' ? ['network.weights.h5'] : [])];
    for (const [i, file] of files.entries()) {
      const compared: Compared = await inWorker(
        page,
        '/test/networks/inception-v3.page.js',
        'compare',
        ...[`${site.origin}/keras/${file}`, `${site.origin}/keras/values.bin`, shapes],
        { upTo: i === 0 ? 'mixed10' : 'mixed5', threads: 2 },
      );
      for (const { name, shape, difference, largest } of compared.layers) {
        expect(shape).toEqual(shapes[name]);
        expect(difference / largest, `${file}, ${name}`).toBeLessThan(1e-3);
      }
      if (i === 0) expect(compared.own).toEqual(layers);
      const errors = compared.layers.map(
        (one) => `${one.name} ${(one.difference / one.largest).toExponential(1)}`,
      );
      const times = `load ${compared.loadMs.toFixed(0)} ms, to mixed5 at 299² ${compared.forwardMs.toFixed(0)} ms`;
      info.annotations.push({ type: file, description: `${errors.join(', ')}; ${times}` });
    }
  } finally {
    await site.close();
  }
});
