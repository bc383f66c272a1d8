// The demo as a visitor has it: trained, drawn on, by mouse and by keyboard, on a desk and on a phone.
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { accessibilityFaults } from './accessibility';
import { draw, seven } from './drawing';
import { tasksDuring } from './main-thread';

/** Small, but enough to tell a drawn 7. */
const trainable = '/?experiment=transfer&epochs=2&examples=3000&seed=1&backend=wasm';
/** As small as it gets. */
const tiny = '/?experiment=transfer&epochs=1&examples=100&batchSize=32&seed=1&backend=wasm';

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.locator('#status')).toHaveText('Ready on WASM.', { timeout: 60_000 });
}

const option = (page: Page, name: string) => page.getByRole('spinbutton', { name });

async function trained(page: Page): Promise<void> {
  await expect(page.locator('#status')).toHaveText(/^Trained in /, { timeout: 100_000 });
}

async function probabilities(page: Page): Promise<Record<string, number>> {
  const rows = page.locator('[data-probability]');
  const entries = await rows.evaluateAll((items) =>
    (items as HTMLElement[]).map(({ dataset }) => [dataset.label, Number(dataset.probability)]),
  );
  return Object.fromEntries(entries);
}

test('trains transfer, and recognises a digit while it is drawn', async ({ page }, info) => {
  await open(page, trainable);
  const batches = page.locator('#step');
  await page.getByRole('button', { name: 'Train' }).click();
  await expect(batches).toHaveText(/^\d+ of \d+$/, { timeout: 60_000 });
  await trained(page);

  await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '100');
  await expect(page.locator('#charts figure')).toHaveCount(2);
  const accuracy = page.getByRole('img', { name: /^Accuracy by epoch/ });
  await expect(accuracy).toHaveAccessibleName(/training \d+\.\d+ %, validation \d+\.\d+ %/);
  const [low, high] = [page.locator('#phases tbody tr').first(), page.locator('#phases tbody tr').last()];
  await expect(low.locator('td').nth(1)).toHaveText('0');
  await expect(high.locator('td').nth(1)).toHaveText('9,568');
  await expect(page.locator('#epochs tbody tr')).toHaveCount(4);

  await draw(page, seven, async () => {
    // The pen is still down.
    await expect(page.locator('[data-probability]')).toHaveCount(5);
  });
  await expect(page.locator('#verdict')).toHaveText(/ a 7: \d+ %/);
  const drawn = await probabilities(page);
  expect(Object.keys(drawn)).toEqual(['5', '6', '7', '8', '9']);
  expect(Object.values(drawn).reduce((sum, p) => sum + p)).toBeCloseTo(1, 5);
  for (const [digit, probability] of Object.entries(drawn)) {
    const bar = page.locator(`[data-label="${digit}"] .bar`);
    const share = () =>
      bar.evaluate((node) => {
        const fill = node.firstElementChild!.getBoundingClientRect().width;
        return fill / node.getBoundingClientRect().width;
      });
    await expect.poll(share).toBeCloseTo(probability, 2);
  }
  const picture = info.outputPath('demo.png');
  await page.screenshot({ path: picture, fullPage: true });
  await info.attach('demo', { path: picture, contentType: 'image/png' });

  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page.locator('[data-probability]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Draw one for me' }).click();
  await expect(page.locator('[data-probability]')).toHaveCount(5);
});

test('keeps the main thread free while it trains @alone', async ({ page }, info) => {
  await open(page, trainable);
  const tasks = await tasksDuring(page, async () => {
    await page.getByRole('button', { name: 'Train' }).click();
    await trained(page);
  });
  const [longest] = tasks;
  info.annotations.push({
    type: 'main thread',
    description: `${tasks.length} tasks; longest ${longest?.busy} ms on the processor, ${longest?.wall} ms on the wall`,
  });
  expect(tasks.length).toBeGreaterThan(100);
  expect(longest!.busy).toBeLessThan(50);
});

test('works by keyboard alone', async ({ page }) => {
  await open(page, tiny);
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.className);
  const tabTo = async (id: string) => {
    for (let i = 0; i < 40 && (await focused()) !== id; i++) await page.keyboard.press('Tab');
    expect(await focused()).toBe(id);
  };
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('skip');
  await tabTo('option-epochs');
  await page.keyboard.press('ArrowUp');
  await expect(option(page, 'Epochs')).toHaveValue('2');
  await tabTo('train');
  await page.keyboard.press('Enter');
  await trained(page);
  expect(await focused()).toBe('train');

  await tabTo('pad');
  await page.keyboard.press('Space');
  await expect(page.getByText('Pen down')).toBeAttached();
  for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowDown');
  await expect(page.locator('[data-probability]')).toHaveCount(5);
  await expect(page.locator('#verdict')).toHaveText(/\d+ %/);
  await page.keyboard.press('Delete');
  await expect(page.locator('[data-probability]')).toHaveCount(0);
  await tabTo('sample');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-probability]')).toHaveCount(5);
});

test('pauses, goes on, stops, and trains again', async ({ page }) => {
  await page.goto('/?experiment=transfer&epochs=50&examples=2000&backend=wasm&autostart');
  const steps = page.locator('#step');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await expect(steps).toHaveText(/^\d/, { timeout: 60_000 });
  await expect(button('Train')).toBeDisabled();
  await button('Pause').click();
  await expect(page.locator('#status')).toHaveText('Paused', { timeout: 30_000 });
  await expect(button('Resume')).toBeVisible();
  // What came before the pause is drawn with the next frame.
  await page.waitForTimeout(500);
  const held = await steps.textContent();
  await page.waitForTimeout(1500);
  await expect(steps).toHaveText(held!);
  await button('Resume').click();
  await expect(steps).not.toHaveText(held!, { timeout: 30_000 });
  await button('Stop').click();
  await expect(page.locator('#status')).toHaveText(/^Stopped/, { timeout: 30_000 });
  await expect(page.locator('#verdict')).toHaveText('Draw a digit from 5 to 9.');

  await option(page, 'Epochs').fill('1');
  await option(page, 'Examples').fill('100');
  await button('Train').click();
  await trained(page);
});

test('says beside the input what is refused, and stays usable', async ({ page }) => {
  await open(page, tiny);
  const epochs = option(page, 'Epochs');
  await epochs.fill('0');
  await page.getByRole('button', { name: 'Train' }).click();
  await expect(page.locator('[data-field="epochs"] .error')).toHaveText(
    /epochs is 0; allowed is .* from 1 to/,
  );
  await expect(epochs).toHaveAttribute('aria-invalid', 'true');
  await expect(epochs).toBeFocused();
  await expect(epochs).toHaveAccessibleDescription(/allowed is/);

  await epochs.fill('1');
  await expect(epochs).not.toHaveAttribute('aria-invalid');
  const bogus = { name: 'train-images-idx3-ubyte', mimeType: '', buffer: Buffer.from('no digits') };
  await page.getByLabel('Own MNIST files').setInputFiles([bogus]);
  await page.getByRole('button', { name: 'Train' }).click();
  await expect(page.locator('[data-field="data"] .error')).toBeVisible();

  await page.getByRole('button', { name: 'Use the embedded digits' }).click();
  await page.getByRole('button', { name: 'Train' }).click();
  await trained(page);
});

test('says why a backend was passed over', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('#status')).toHaveText(/^Ready on /, { timeout: 60_000 });
  await expect(page.locator('#backends li')).toHaveCount(3);
  await expect(page.locator('#backends [data-state="running"]')).toHaveCount(1);
  await expect(page.locator('#backends [data-state="passed-over"]').first()).toHaveText(/passed over: \w+/);
});

test('does not train what a link gets wrong', async ({ page }) => {
  await open(page, '/?experiment=transfer&epoch=3&backend=wasm&autostart');
  await expect(page.locator('#warnings')).toHaveText(/does not know: epoch=3/);
  await expect(page.getByRole('button', { name: 'Train' })).toBeEnabled();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`is accessible and fits a phone, ${colorScheme}`, async ({ page }, info) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 740 });
    await open(page, tiny);
    await page.getByText('Settings').click();
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await overflow()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.getByRole('button', { name: 'Train' }).click();
    await trained(page);
    await page.getByText('Every epoch as a table').click();
    await draw(page, seven);
    await expect(page.locator('[data-probability]')).toHaveCount(5);
    expect(await overflow()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    const picture = info.outputPath(`demo-phone-${colorScheme}.png`);
    await page.screenshot({ path: picture, fullPage: true });
    await info.attach(`demo on a phone, ${colorScheme}`, { path: picture, contentType: 'image/png' });
  });
}
