// Models of real Keras, written again in both formats of Keras: what is read back predicts the same. With
// TRAINLAB_EXPORTS=FOLDER it leaves the files there, for check_exports.py to open in Keras.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BLANK_PAGE } from '../../scripts/serve.mjs';
import { expect, test } from '../fixtures';
import { inWorker } from '../networks/in-worker';
import { expected, faults, given } from './expected';
import type { Answered } from './interop.page';

const endings = { keras: '.keras', 'keras-h5': '.h5' } as const;

for (const format of ['keras', 'keras-h5'] as const) {
  test(`every model of Keras, written as ${format}, predicts the same`, async ({ page, origin }) => {
    await page.goto(origin + BLANK_PAGE);
    const all: Answered[] = await inWorker(page, '/test/interop/interop.page.js', 'answers', given(), format);
    const folder = process.env.TRAINLAB_EXPORTS;
    if (folder) {
      mkdirSync(folder, { recursive: true });
      for (const { name, written } of all) {
        const bytes = Buffer.from(written ?? '', 'base64');
        if (written) writeFileSync(join(folder, `${name}${endings[format]}`), bytes);
      }
    }
    // Keras 2 and 3 have different hard sigmoids.
    const refused = all.filter(({ error }) => /^ExportError: conv_lstm2d .*hardSigmoid/.test(error ?? ''));
    expect(refused.map(({ name }) => name)).toEqual(format === 'keras' ? [] : ['conv_lstm.2.h5']);
    expect(faults(all.filter((one) => !refused.includes(one)))).toEqual([]);
    expect(all.length).toBe(Object.keys(expected).length);
  });
}
