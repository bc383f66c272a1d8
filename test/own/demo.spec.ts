// The demo lists, trains and charts what its link registers.
import { join } from 'node:path';
import { root } from '../../scripts/run.mjs';
import { SITE, serve } from '../../scripts/serve.mjs';
import { expect, test } from '../fixtures';

test('the demo trains what its link registers, and says what it cannot', async ({ page }) => {
  const site = await serve({ ...SITE, '/own/': join(root, 'examples/own-experiment/public') });
  try {
    const register =
      '&register=spiral:/own/spiral.js&register=far:http://127.0.0.1:1/a.js&register=none:/own/a.js';
    await page.goto(`${site.origin}/?experiment=spiral&epochs=3&points=200&seed=1&backend=wasm${register}`);
    await expect(page.locator('#status')).toHaveText('Ready on WASM.', { timeout: 60_000 });
    await expect(page.getByRole('radio', { name: /^Two spirals/ })).toBeChecked();
    await expect(page.getByText(/register=far:\S+ is of another origin/)).toBeVisible();
    await expect(page.getByText(/\/own\/a\.js: .*HTTP 404/)).toBeVisible();
    await page.getByRole('spinbutton', { name: 'units' }).fill('8');
    await page.getByRole('button', { name: 'Train' }).click();
    await expect(page.locator('#status')).toHaveText(/^Trained in /, { timeout: 60_000 });
    await expect(page.locator('#epochs tbody tr')).toHaveCount(3);
    await expect(page.getByRole('img', { name: /^Accuracy by epoch/ })).toBeVisible();
  } finally {
    await site.close();
  }
});
