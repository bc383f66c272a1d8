// Every row of the conformance table on WASM and the CPU, and a share of them on WebGPU.
import { expect, test } from '../fixtures';
import { rows } from './cases/index.mjs';
import type { LayerSpec } from './cases/row.mjs';
import { knownDifferences, layersWithoutRows } from './known-differences.mjs';
import { PAGE, runRows, settings } from './settings.mjs';
import { judge } from './table.mjs';

const [wasm, plainWasm, cpu, webgpu] = settings;
/** On the software adapter each row takes a part of a second. */
const WEBGPU_SHARE =
  '^(Dense|Conv2D|BatchNormalization|PReLU|LSTM): (plain|dilation 2|no scale|rank 4, axis 1)';
const PLAIN_SHARE = '^(Conv|Depthwise|Dense|LSTM|GRU|.*Pooling)';

for (const [setting, pattern] of [
  [wasm!, undefined],
  [cpu!, undefined],
  [plainWasm!, PLAIN_SHARE],
  [webgpu!, WEBGPU_SHARE],
] as const) {
  test(`as Keras has it: ${setting.name}`, async ({ page }) => {
    test.slow();
    const results = await runRows(page, setting, pattern);
    const wanted = rows.filter(({ id }) => !pattern || new RegExp(pattern).test(id));
    expect(results.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
    expect(results.length).toBeGreaterThan(pattern ? 5 : 400);
    const judged = results.map((result) => judge(result, setting));
    expect(judged.filter(({ state, reason }) => state !== 'ok' && !reason)).toEqual([]);
    if (pattern) return;
    const left = judged.filter(({ state }) => state !== 'ok').map(({ id }) => id);
    const unused = knownDifferences.filter(
      ({ rows: known, settings: where }) =>
        (!where || where.includes(setting.name)) && !left.some((id) => known.test(id)),
    );
    expect(unused, 'differences that are no more').toEqual([]);
  });
}

test('every layer of tfjs-layers has rows, and every row golden values of its own', async ({ page }) => {
  await page.goto('/blank.html');
  const { classes, stale } = await page.evaluate(async (url) => {
    const module = await import(url);
    return { classes: (await module.layerClasses()) as string[], stale: module.staleRows as string[] };
  }, PAGE);
  expect(stale).toEqual([]);
  const used = new Set(rows.flatMap(({ layers }) => layers.flatMap(classesIn)));
  const missing = classes.filter((name) => !used.has(name) && !(name in layersWithoutRows));
  expect(missing).toEqual([]);
  expect(classes.length).toBeGreaterThan(60);
  expect(Object.keys(layersWithoutRows).filter((name) => !classes.includes(name))).toEqual([]);
});

/** The layer's own class, and those of the layers in its configuration. */
function classesIn({ className, config }: LayerSpec): string[] {
  const inner = Object.values(config ?? {}).flatMap((value) => [value].flat());
  return [
    className,
    ...inner.flatMap((value) =>
      value && typeof value === 'object' && 'className' in value ? classesIn(value as LayerSpec) : [],
    ),
  ];
}
