// What each experiment adds to the demo: its samples while it trains, and something to do with the trained network.
import { Buffer } from 'node:buffer';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { accessibilityFaults } from './accessibility';
import { draw, seven } from './drawing';

/** Each as small as it gets, with two epochs to choose from. */
const links = {
  addition: 'epochs=2&digits=2&questions=200&hiddenSize=8',
  antirectifier: 'epochs=2&examples=100&hiddenSize=32&compare=true',
  cifar10: 'epochs=2&examples=50',
  acgan: 'epochs=2&examples=50&batchSize=25&width=0.05&latentSize=10',
};

async function train(page: Page, experiment: keyof typeof links): Promise<void> {
  await page.goto(`/?experiment=${experiment}&${links[experiment]}&seed=1&backend=wasm&autostart`);
  await expect(page.locator('#status')).toHaveText(/^Trained in /, { timeout: 100_000 });
}

const slider = (page: Page) => page.getByRole('slider', { name: 'Show epoch' });

/** The texts of a table's body, row by row. */
const rows = (table: Locator): Promise<string[][]> =>
  table
    .locator('tbody tr')
    .evaluateAll((lines) => lines.map((line) => [...line.children].map((cell) => cell.textContent ?? '')));

/** What is on a canvas, and whether there is anything. */
const ink = (canvas: Locator) =>
  canvas.evaluate((node: HTMLCanvasElement) => {
    const { data } = node.getContext('2d')!.getImageData(0, 0, node.width, node.height);
    const sum = data.reduce((total, value, i) => (total * 31 + value * (i % 7)) % 1_000_003, 0);
    return { width: node.width, height: node.height, drawn: data.some((value) => value > 0), sum };
  });

test('lists transfer first, then the other experiments, each with a view', async ({ page }) => {
  await page.goto('/?backend=wasm');
  await expect(page.locator('#status')).toHaveText('Ready on WASM.', { timeout: 60_000 });
  const radios = page.locator('input[name="experiment"]');
  expect(await radios.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))).toEqual([
    'transfer',
    'addition',
    'antirectifier',
    'cifar10',
    'acgan',
    'deepdream',
  ]);
  await expect(radios.first()).toBeChecked();
  for (const radio of await radios.all()) {
    await radio.check();
    await expect(page.locator('#view .invitation')).toHaveText(/^Train first|press Dream/);
  }
});

test('addition: shows ten answers an epoch, and answers a sum', async ({ page }) => {
  await train(page, 'addition');
  const answers = page.locator('.answers');
  await expect(answers.locator('caption')).toHaveText(/^After epoch 2: \d+ of 10 right/);
  for (const [question, answer, guess, mark] of await rows(answers)) {
    const [a, b] = question!.split('+').map(Number);
    expect(Number(answer)).toBe(a! + b!);
    expect(mark).toBe(guess === answer ? '✓ right' : '✗ wrong');
  }
  expect(await rows(answers)).toHaveLength(10);
  await slider(page).press('ArrowLeft');
  await expect(answers.locator('caption')).toHaveText(/^After epoch 1:/);

  const sum = page.getByRole('textbox', { name: 'Sum' });
  await sum.fill('12+34');
  await sum.press('Enter');
  const answer = page.locator('#answer');
  await expect(answer).toHaveText(/^12\+34 = .+(✓ right|✗ wrong, it is 46); \d+ % sure$/);

  for (const wrong of ['12+', '123+4', '12-3', '']) {
    await sum.fill(wrong);
    await page.getByRole('button', { name: 'Ask' }).click();
    await expect(page.locator('[data-field="sum"] .error')).toHaveText(/is no sum of two whole numbers/);
    await expect(sum).toHaveAttribute('aria-invalid', 'true');
    await expect(sum).toHaveAccessibleDescription(/at most 2 digits/);
    await expect(sum).toBeFocused();
    await expect(answer).toHaveText('');
  }
  await sum.fill(' 3 + 04 ');
  await expect(page.locator('[data-field="sum"] .error')).toBeHidden();
  await sum.press('Enter');
  await expect(answer).toHaveText(/^3\+4 = /);
});

test('antirectifier: compares the twins, and recognises a drawn digit', async ({ page }) => {
  await train(page, 'antirectifier');
  const twins = page.getByRole('region', { name: 'The twins', exact: true });
  const [own, twin] = await rows(twins.locator('table'));
  const phases = await rows(page.locator('#phases'));
  expect([own!.slice(0, 2), twin!.slice(0, 2)]).toEqual(phases.map((row) => row.slice(0, 2)));
  expect([own!.at(-1), twin!.at(-1)]).toEqual(phases.map((row) => row.at(-1)));
  await expect(twins).toContainText(/ReLU twin has \d\.\d\d times the parameters/);

  const shown = (metric: string) =>
    twins.getByRole('img', {
      name: new RegExp(`^${metric} of both by epoch. Newest: antirectifier .+, ReLU twin`),
    });
  await expect(shown('Accuracy, validation')).toHaveAccessibleName(
    // The newest epoch's, which need not be the best.
    /antirectifier \d+\.\d %, ReLU twin \d+\.\d %\.$/,
  );
  await twins.getByRole('combobox', { name: 'Compare by' }).selectOption('Loss');
  await expect(shown('Loss')).toHaveAccessibleName(/antirectifier \d\.\d+, ReLU twin \d\.\d+\.$/);

  await draw(page, seven);
  await expect(page.locator('[data-probability]')).toHaveCount(10);
  await expect(page.locator('#verdict')).toHaveText(/an? \d: \d+ %/);
});

test('antirectifier alone: nothing to compare', async ({ page }) => {
  await page.goto('/?experiment=antirectifier&epochs=1&examples=100&hiddenSize=8&backend=wasm&autostart');
  await expect(page.locator('#status')).toHaveText(/^Trained in /, { timeout: 100_000 });
  await expect(page.locator('.twins')).toHaveCount(0);
  await expect(page.locator('#pad')).toBeVisible();
});

test('cifar10: shows the confusion matrix, and names a picture', async ({ page }) => {
  await train(page, 'cifar10');
  const matrix = page.getByRole('table', { name: /^Confusion after epoch 2/ });
  const lines = await rows(matrix);
  expect(lines).toHaveLength(10);
  let tested = 0;
  for (const [i, [, ...cells]] of lines.entries()) {
    const accuracy = cells.pop()!;
    const counts = cells.map(Number);
    expect(counts).toHaveLength(10);
    const all = counts.reduce((sum, count) => sum + count, 0);
    tested += all;
    if (all === 0) expect(accuracy).toBe('–');
    else expect(accuracy).toBe(`${Math.round((100 * counts[i]!) / all)} %`);
  }
  expect(tested).toBe(10);
  const pictures = page.locator('.test-pictures li');
  await expect(pictures).toHaveCount(10);
  const [right, wrong] = [page.locator('.test-pictures .right'), page.locator('.test-pictures .wrong')];
  expect((await right.count()) + (await wrong.count())).toBe(10);
  await slider(page).press('Home');
  await expect(page.getByRole('table', { name: /^Confusion after epoch 1/ })).toBeVisible();

  const bars = page.locator('[data-probability]');
  await expect(bars).toHaveCount(0);
  const png = await page.evaluate(async () => {
    const context = new OffscreenCanvas(300, 200).getContext('2d')!;
    context.fillStyle = 'red';
    context.fillRect(0, 0, 300, 200);
    context.fillStyle = 'blue';
    context.fillRect(50, 0, 200, 200);
    const blob = await context.canvas.convertToBlob();
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  const input = page.getByLabel('Your picture');
  await input.setInputFiles({ name: 'sea.png', mimeType: 'image/png', buffer: Buffer.from(png) });
  await expect(bars).toHaveCount(10);
  const shares = await bars.evaluateAll((all) =>
    all.map((one) => Number((one as HTMLElement).dataset.probability)),
  );
  expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 5);
  const likeliest = await page.locator('[data-likeliest]').getAttribute('data-label');
  await expect(page.locator('#verdict')).toHaveText(new RegExp(`${likeliest}: \\d+ %`));
  // The middle square of the picture is blue all over.
  const picture = page.getByRole('img', { name: 'Chosen picture: sea.png' });
  const corner = await picture.evaluate((node: HTMLCanvasElement) => {
    return [...node.getContext('2d')!.getImageData(0, 0, 1, 1).data];
  });
  expect(corner).toEqual([0, 0, 255, 255]);

  const bogus = { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture') };
  await input.setInputFiles(bogus);
  await expect(page.locator('[data-field="picture"] .error')).toHaveText(/notes\.png is no picture/);
  await expect(input).toHaveAttribute('aria-invalid', 'true');
  await page.locator('.showing').evaluate((zone, bytes) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([new Uint8Array(bytes)], 'dropped.png', { type: 'image/png' }));
    zone.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, png);
  await expect(page.getByRole('img', { name: 'Chosen picture: dropped.png' })).toBeVisible();
  await expect(page.locator('[data-field="picture"] .error')).toBeHidden();
  await page.getByRole('button', { name: 'Take a test picture' }).click();
  await expect(page.getByRole('img', { name: /^Chosen picture: test picture \d+$/ })).toBeVisible();
});

test('cifar10: trains on files of one’s own, and says which cannot be read', async ({ page }) => {
  await page.goto('/?experiment=cifar10&epochs=1&batchSize=10&backend=wasm');
  await expect(page.locator('#status')).toHaveText('Ready on WASM.', { timeout: 60_000 });
  const files = page.getByLabel('Own CIFAR-10 files');
  const bin = (name: string, buffer: Buffer) => ({ name, mimeType: '', buffer });
  const pictures = (count: number) =>
    Buffer.concat(
      Array.from({ length: count }, (_, i) => Buffer.from([i % 10, ...Array(3072).fill(25 * (i % 10))])),
    );
  await files.setInputFiles([
    bin('data_batch_1.bin', pictures(20)),
    bin('test_batch.bin', Buffer.from('none')),
  ]);
  await page.getByRole('button', { name: 'Train' }).click();
  await expect(page.locator('[data-field="data"] .error')).toHaveText(/test_batch\.bin/, { timeout: 60_000 });

  await files.setInputFiles([bin('data_batch_1.bin', pictures(20)), bin('test_batch.bin', pictures(10))]);
  await page.getByRole('button', { name: 'Train' }).click();
  await expect(page.locator('#status')).toHaveText(/^Trained in /, { timeout: 100_000 });
  await expect(page.locator('.confusion tbody th').first()).toHaveText('airplane');
});

test('acgan: shows the grid and the losses, and draws what is asked for', async ({ page }) => {
  await train(page, 'acgan');
  const grid = page.getByRole('img', { name: /^Generated digits after epoch 2/ });
  const second = await ink(grid);
  expect(second).toMatchObject({ width: 280, height: 280, drawn: true });
  const losses = await rows(page.locator('#losses'));
  expect(losses.map((row) => row.slice(0, 2).join(' '))).toEqual([
    'Generator training',
    'Generator test',
    'Discriminator training',
    'Discriminator test',
  ]);
  for (const [, , loss, generation, auxiliary] of losses) {
    expect(Number(loss)).toBeCloseTo(Number(generation) + Number(auxiliary), 1);
  }
  await slider(page).press('ArrowLeft');
  await expect(page.getByRole('img', { name: /^Generated digits after epoch 1/ })).toBeVisible();
  expect((await ink(page.locator('#grid'))).sum).not.toBe(second.sum);
  await expect(page.locator('#charts figure')).toHaveCount(6);

  const count = page.getByRole('spinbutton', { name: 'Pictures' });
  const seed = page.getByRole('spinbutton', { name: 'Drawing seed' });
  const drawn = async (wanted: string) => {
    await seed.fill(wanted);
    await seed.press('Enter');
    await expect(page.locator('#drawn-as')).toHaveText(`Drawn: 6 × 3, seed ${wanted}.`);
    return ink(page.getByRole('img', { name: `Generated pictures: 6 × 3, seed ${wanted}.` }));
  };
  await page.getByRole('combobox', { name: 'Digit' }).selectOption('3');
  await count.fill('6');
  const first = await drawn('1');
  expect(first).toMatchObject({ width: 84, height: 56, drawn: true });
  expect((await drawn('2')).sum).not.toBe(first.sum);
  expect((await drawn('1')).sum).toBe(first.sum);

  // The same network asked through the package gives the same pictures, each in its place, upright.
  const expected = await page.evaluate(async () => {
    const { createLab } = (await import('/dist/index.js' as string)) as typeof window.trainlab;
    const lab = await createLab({ backends: ['wasm'] });
    const options = { epochs: 2, examples: 50, batchSize: 25, width: 0.05, latentSize: 10, seed: 1 };
    const { model } = await lab.train('acgan', options);
    const { images } = await model.predict({ digit: 3, count: 6, seed: 1 });
    lab.terminate();
    return images.map(({ data }) => [...data]);
  });
  const shown = await page.locator('#drawn').evaluate((node: HTMLCanvasElement) =>
    Array.from({ length: 6 }, (_, i) => {
      const corner = [28 * (i % 3), 28 * Math.floor(i / 3)] as const;
      const { data } = node.getContext('2d')!.getImageData(...corner, 28, 28);
      return [...data].filter((_, k) => k % 4 === 3);
    }),
  );
  expect(shown).toEqual(expected);

  await count.fill('0');
  await count.press('Enter');
  await expect(page.locator('[data-field="count"] .error')).toHaveText(/count is 0; allowed is/);
  await expect(count).toBeFocused();
});

for (const experiment of Object.keys(links) as (keyof typeof links)[]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${experiment} is accessible and fits a phone, ${colorScheme}`, async ({ page }, info) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 360, height: 740 });
      await train(page, experiment);
      if (experiment === 'acgan') await page.getByRole('button', { name: 'Draw', exact: true }).click();
      if (experiment === 'cifar10') await page.getByRole('button', { name: 'Take a test picture' }).click();
      if (experiment === 'addition') await page.getByRole('button', { name: 'Ask' }).click();
      if (experiment === 'addition') await expect(page.locator('[data-field="sum"] .error')).toBeVisible();
      if (experiment === 'acgan') await expect(page.locator('#drawn')).toBeVisible();
      if (experiment === 'cifar10') await expect(page.locator('[data-probability]')).toHaveCount(10);
      const overflow = () =>
        page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(await overflow()).toBe(0);
      expect(await accessibilityFaults(page)).toEqual([]);
      const picture = info.outputPath(`${experiment}-phone-${colorScheme}.png`);
      await page.screenshot({ path: picture, fullPage: true });
      await info.attach(`${experiment} on a phone, ${colorScheme}`, {
        path: picture,
        contentType: 'image/png',
      });
    });
  }
}
