// The demo's deep dream: choose, watch, compare, take home.
import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { accessibilityFaults } from './accessibility';

const small = 'octaves=2&steps=2&stepSize=0.05';

async function open(page: Page, options = small): Promise<void> {
  await page.goto(`/?experiment=deepdream&${options}&seed=1&backend=wasm`);
  await expect(page.locator('#status')).toHaveText('Ready on WASM.', { timeout: 60_000 });
  await expect(page.locator('#layers-told')).toHaveText(/^It has 11 layers/);
}

async function dream(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Dream', exact: true }).click();
  await expect(page.locator('#status')).toHaveText(/^Dreamt in /, { timeout: 100_000 });
}

const pixels = (canvas: Locator) =>
  canvas.evaluate((node: HTMLCanvasElement) => {
    const { width, height } = node;
    return { width, height, data: [...node.getContext('2d')!.getImageData(0, 0, width, height).data].join() };
  });

/** A PNG of one colour, with a stripe for the dream to take hold of. */
const striped = (page: Page, width: number, height: number) =>
  page.evaluate(
    async ([width, height]) => {
      const context = new OffscreenCanvas(width, height).getContext('2d')!;
      context.fillStyle = 'rgb(200 40 40)';
      context.fillRect(0, 0, width, height);
      context.fillStyle = 'rgb(40 40 200)';
      context.fillRect(width / 3, 0, width / 5, height);
      return [...new Uint8Array(await (await context.canvas.convertToBlob()).arrayBuffer())];
    },
    [width, height] as const,
  );

const png = (name: string, bytes: number[]) => ({ name, mimeType: 'image/png', buffer: Buffer.from(bytes) });

test('dreams the landscape as the package does, compares it, and gives it as PNG', async ({ page }) => {
  await open(page);
  await dream(page);
  const before = await pixels(page.getByRole('img', { name: 'Before the dream' }));
  const after = page.getByRole('img', { name: 'The dream, 480 × 320' });
  const dreamt = await pixels(after);
  expect([before.width, before.height, dreamt.width, dreamt.height]).toEqual([480, 320, 480, 320]);
  expect(dreamt.data).not.toBe(before.data);
  await expect(page.locator('#dream-told')).toHaveText(
    '480 × 320 pixels, dreamt of what conv4 and conv5 of the embedded network see in 2 octaves.',
  );

  const [original, result] = await page.evaluate(async () => {
    const { createLab } = (await import('/dist/index.js' as string)) as typeof window.trainlab;
    const lab = await createLab({ backends: ['wasm'] });
    const options = { octaves: 2, stepSize: 0.05, seed: 1 };
    const still = await lab.train('deepdream', { ...options, steps: 0 });
    const { output } = await lab.train('deepdream', { ...options, steps: 2 });
    lab.terminate();
    return [still.output.image, output.image].map(({ data }) => [...data].join());
  });
  expect(before.data).toBe(original);
  expect(dreamt.data).toBe(result);

  const slider = page.getByRole('slider', { name: 'Before and after' });
  const edge = () => after.evaluate((node) => getComputedStyle(node).clipPath);
  await expect(slider).toHaveValue('50');
  expect(await edge()).toBe('inset(0px 0px 0px 50%)');
  await slider.press('ArrowRight');
  expect(await edge()).toBe('inset(0px 0px 0px 51%)');
  await slider.press('Home');
  expect(await edge()).toBe('inset(0px 0px 0px 0%)');
  await slider.press('End');
  await expect(slider).toHaveValue('100');
  await expect(slider).toHaveAttribute('aria-valuetext', /^100 % /);
  await page
    .locator('.stack')
    .click({ position: { x: 0.25 * (await widthOf(page.locator('.stack'))), y: 50 } });
  await expect(slider).toHaveValue('25');

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download PNG' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('dream.png');
  const bytes = await readFile(await download.path());
  expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([480, 320]);
  const decoded = await page.evaluate(async (base64) => {
    const blob = await (await fetch(`data:image/png;base64,${base64}`)).blob();
    const bitmap = await createImageBitmap(blob);
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    return [...context.getImageData(0, 0, bitmap.width, bitmap.height).data].join();
  }, bytes.toString('base64'));
  expect(decoded).toBe(dreamt.data);
});

const widthOf = (box: Locator) => box.evaluate((node) => node.getBoundingClientRect().width);

test('takes a picture, chosen or dropped; says which is none', async ({ page }) => {
  await open(page);
  const input = page.getByLabel('Picture', { exact: true });
  await input.setInputFiles(png('notes.png', [1, 2, 3]));
  await expect(page.locator('[data-field="image"] .error')).toHaveText(/notes\.png is no picture/);
  await expect(input).toHaveAttribute('aria-invalid', 'true');
  await input.setInputFiles(png('wide.png', await striped(page, 90, 60)));
  await expect(page.getByRole('img', { name: 'Chosen picture: wide.png' })).toBeVisible();
  await expect(page.locator('[data-field="image"] .error')).toBeHidden();
  await dream(page);
  const before = await pixels(page.locator('#before'));
  expect([before.width, before.height]).toEqual([90, 60]);
  expect(before.data.slice(0, 13)).toBe('200,40,40,255');
  await expect(page.getByRole('img', { name: 'The dream, 90 × 60' })).toBeVisible();

  const tall = await striped(page, 48, 80);
  await page.locator('#view').evaluate((zone, bytes) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([new Uint8Array(bytes)], 'dropped.png', { type: 'image/png' }));
    zone.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, tall);
  await expect(page.getByRole('img', { name: 'Chosen picture: dropped.png' })).toBeVisible();
  await dream(page);
  await expect(page.getByRole('img', { name: 'The dream, 48 × 80' })).toBeVisible();
  await page.getByRole('button', { name: 'Use the drawn landscape' }).click();
  await dream(page);
  await expect(page.getByRole('img', { name: 'The dream, 480 × 320' })).toBeVisible();
});

test('dreams of chosen layers, or of one class; says which layers are wrong', async ({ page }) => {
  await open(page, 'octaves=1&steps=1');
  await page.getByLabel('Picture', { exact: true }).setInputFiles(png('s.png', await striped(page, 64, 48)));
  const coefficient = (name: string) => page.getByRole('spinbutton', { name: `Coefficient of ${name}` });
  await expect(coefficient('conv4')).toHaveValue('6');
  await page.getByRole('button', { name: 'Leave out conv5' }).click();
  await page.getByRole('combobox', { name: 'Add a layer' }).selectOption('conv2');
  await expect(coefficient('conv2')).toBeFocused();
  await coefficient('conv2').fill('2.5');
  await dream(page);
  await expect(page.locator('#dream-told')).toHaveText(
    /dreamt of what conv4 and conv2 of the embedded network see in 1 octave\./,
  );

  await page.getByRole('button', { name: 'Leave out conv2' }).click();
  await page.getByRole('button', { name: 'Leave out conv4' }).click();
  await page.getByRole('button', { name: 'Dream', exact: true }).click();
  await expect(page.locator('[data-field="layers"] .error')).toHaveText(/layers/);
  await page.getByRole('combobox', { name: 'Dream of' }).selectOption('One channel or class');
  await expect(page.getByRole('combobox', { name: 'Layer', exact: true })).toHaveValue('motif');
  const channel = page.getByRole('spinbutton', { name: 'Channel' });
  await channel.fill('99');
  await page.getByRole('button', { name: 'Dream', exact: true }).click();
  await expect(page.locator('[data-field="layers"] .error')).toHaveText(/channel.*99.*0 to 15/);
  await channel.fill('3');
  await dream(page);
  await expect(page.locator('[data-field="layers"] .error')).toBeHidden();
});

test('dreams with the network just trained here, as long as it is there', async ({ page }) => {
  await page.goto('/?experiment=cifar10&epochs=1&examples=50&seed=1&backend=wasm&autostart');
  await expect(page.locator('#status')).toHaveText(/^Trained in /, { timeout: 100_000 });
  await page.getByRole('radio', { name: 'Deep dream' }).check();
  const network = page.getByRole('combobox', { name: 'Network' });
  await network.selectOption('Trained here: CIFAR-10');
  await expect(page.locator('#layers-told')).toHaveText(/^It has \d+ layers/);
  await page.getByLabel('Picture', { exact: true }).setInputFiles(png('s.png', await striped(page, 64, 48)));
  for (const name of ['Octaves', 'Steps'])
    await page.getByRole('spinbutton', { name, exact: true }).fill('1');
  for (let times = 0; times < 2; times++) await dream(page);
  await expect(page.locator('#dream-told')).toHaveText(/of cifar10 see/);
  await page.getByRole('radio', { name: 'CPU' }).check();
  await expect(page.locator('#status')).toHaveText('Ready on CPU.', { timeout: 60_000 });
  await expect(network).toHaveValue('embedded');
});

test('dreams with a model from files; says beside the field what cannot be read', async ({ page }) => {
  await open(page, 'octaves=1&steps=1');
  await page.getByLabel('Picture', { exact: true }).setInputFiles(png('s.png', await striped(page, 32, 32)));
  const network = page.getByRole('combobox', { name: 'Network' });
  const error = page.locator('[data-field="network"] .error');
  await network.selectOption('TensorFlow.js model by address');
  await page.getByLabel('Address of its model.json').fill('/nowhere/model.json');
  await page.getByLabel('Address of its model.json').press('Tab');
  await expect(error).toHaveText(/nowhere/);
  await network.selectOption('InceptionV3 from its weight file');
  await expect(error).toBeHidden();
  const notes = { name: 'notes.h5', mimeType: '', buffer: Buffer.from('no weights') };
  await page.getByLabel('Weight file').setInputFiles(notes);
  await page.getByRole('button', { name: 'Dream', exact: true }).click();
  await expect(error).toHaveText(/notes\.h5.*not an HDF5/, { timeout: 60_000 });
  await expect(page.locator('#status')).toHaveText('Not dreamt: see Network in the form.');
  await network.selectOption('TensorFlow.js model from files');
  await expect(error).toBeHidden();
  const conv = {
    ...{
      name: 'tiny_conv',
      filters: 2,
      kernel_size: [3, 3],
      strides: [1, 1],
      padding: 'same',
      trainable: true,
    },
    ...{ activation: 'relu', use_bias: false, batch_input_shape: [null, null, null, 3], dtype: 'float32' },
  };
  const model = {
    modelTopology: {
      class_name: 'Sequential',
      config: { name: 'tiny', layers: [{ class_name: 'Conv2D', config: conv }] },
      keras_version: '2.0',
      backend: 'tensorflow',
    },
    weightsManifest: [
      {
        paths: ['tiny.bin'],
        weights: [{ name: 'tiny_conv/kernel', shape: [3, 3, 3, 2], dtype: 'float32' }],
      },
    ],
  };
  const json = {
    name: 'model.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(model)),
  };
  const kernel = Float32Array.from({ length: 54 }, (_, i) => Math.sin(i));
  const weights = { name: 'tiny.bin', mimeType: '', buffer: Buffer.from(kernel.buffer) };
  const files = page.getByLabel('Its files');
  await files.setInputFiles([json]);
  await expect(page.locator('#layers-told')).toHaveText(/^It has 1 layer to/);
  await page.getByRole('button', { name: 'Dream', exact: true }).click();
  await expect(error).toHaveText(/tiny\.bin/, { timeout: 60_000 });
  await files.setInputFiles([json, weights]);
  await dream(page);
  await expect(page.locator('#dream-told')).toHaveText(/what tiny_conv of .+ sees in 1 octave/);
});

test('stopped, it keeps the dream so far', async ({ page }) => {
  await open(page, 'octaves=1&steps=5000&maxLoss=1000000');
  await page.getByRole('button', { name: 'Dream', exact: true }).click();
  await expect(page.getByRole('img', { name: /step [1-9]\d* of 5000/ })).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.locator('#status')).toHaveText(/^Stopped after/);
  await expect(page.getByRole('img', { name: 'The dream, 480 × 320' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Download PNG' })).toHaveAttribute('aria-disabled', 'false');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`deepdream is accessible and fits a phone, ${colorScheme}`, async ({ page }, info) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 740 });
    await open(page);
    await page.getByText('Settings', { exact: true }).click();
    await page
      .getByLabel('Picture', { exact: true })
      .setInputFiles(png('s.png', await striped(page, 400, 300)));
    await dream(page);
    await page.getByRole('combobox', { name: 'Network' }).selectOption('TensorFlow.js model from files');
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await overflow()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    const picture = info.outputPath(`deepdream-phone-${colorScheme}.png`);
    await page.screenshot({ path: picture, fullPage: true });
    await info.attach(`deepdream on a phone, ${colorScheme}`, { path: picture, contentType: 'image/png' });
  });
}
