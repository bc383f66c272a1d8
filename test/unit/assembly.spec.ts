// The border between TypeScript and AssemblyScript: what is written of it, and that it cannot be crossed wrongly.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { layoutsOf, plansIn, signaturesIn, typesOf } from '../../scripts/assembly-border.mjs';
import { unformattedAssembly } from '../../scripts/format-assembly.mjs';
import { root } from '../../scripts/run.mjs';
import { expect, test } from '../fixtures';

const DECLARATIONS = `declare namespace __AdaptedExports {
  /** assembly/scale */
  export function scale(x: number, y: number, by: number, start: number, end: number): void;
  export function bytes(units: number, wide: boolean): number;
}
`;

test('exports come with their parameters, those with a range without it', () => {
  const types = typesOf(signaturesIn(DECLARATIONS));
  expect(types).toContain('  bytes(units: number, wide: boolean): number;');
  expect(types).toContain('  scale: readonly [x: number, y: number, by: number];');
  expect(types).not.toContain('  bytes: readonly');
});

test('a plan is laid out in the order of its class', () => {
  const plan =
    '@unmanaged\nexport class TilePlan {\n  /** Rows; and\n   * more. */\n  rows: i32;\n  columns: i32;\n}\n';
  expect([...plansIn(plan)]).toEqual([['TilePlan', ['rows', 'columns']]]);
  const layouts = layoutsOf([], plansIn(plan));
  expect(layouts).toContain('  words[0] = plan.rows;\n  words[1] = plan.columns;');
  expect(layouts).toContain('export const TILE_PLAN_WORDS = 2;');
  expect(() => plansIn(plan.replace('columns: i32', 'columns: f64'))).toThrow('"columns: f64;"');
});

test('every class that assembly reads a plan by is known here', () => {
  const layouts = readFileSync(join(root, 'worker/kernels/runtime/assembly-layouts.ts'), 'utf8');
  const folder = join(root, 'worker/kernels/assembly');
  const read = readdirSync(folder).flatMap((name) => [
    ...readFileSync(join(folder, name), 'utf8').matchAll(/changetype<(\w+Plan)>/g),
  ]);
  expect(read.length).toBeGreaterThan(0);
  for (const [, plan] of read) expect(layouts).toContain(`export function write${plan}(`);
});

const WRONG = {
  'an export that is not there': "wasm.parallel('poolMax', [0], 1);",
  'an argument too few': "wasm.parallel('softmaxRows', [0, 0], 1);",
  'an argument too many': "wasm.call('recurrentBlocks', 1, 2);",
  'a list of arguments of unknown length': "wasm.parallel('softmaxRows', [0, 0, 0].map(Number), 1);",
  'a range where there is none': "wasm.parallel('matmulScratch', [], 1);",
  'a name that a long list of arguments lacks':
    'matmulInt32Arguments({ table: 0, m: 1, n: 1, depth: 1, c: 0 });',
  'a plan without some of its fields': 'writeWinogradPlan(new Int32Array(32), { inHeight: 1 });',
};
const RIGHT = "wasm.parallel('softmaxRows', [0, 0, 4], 1); wasm.call('recurrentBlocks', 1);";

test('what is wrong at the border does not compile', () => {
  const folder = test.info().outputPath('border');
  mkdirSync(folder, { recursive: true });
  const kernels = join(root, 'worker/kernels/runtime');
  const head = `import type { Wasm } from '${kernels}/kernel';
import { matmulInt32Arguments, writeWinogradPlan } from '${kernels}/assembly-layouts';
declare const wasm: Wasm;
export { wasm, matmulInt32Arguments, writeWinogradPlan };
`;
  const files = { right: RIGHT, ...WRONG };
  for (const [name, line] of Object.entries(files)) writeFileSync(join(folder, `${name}.ts`), head + line);
  const config = { extends: join(root, 'worker/tsconfig.json'), include: ['.'], exclude: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    encoding: 'utf8',
  });
  const refused = new Set([...stdout.matchAll(/([^/\n]+)\.ts\(5,\d+\): error/g)].map(([, name]) => name));
  expect([...refused].sort()).toEqual(Object.keys(WRONG).sort());
});

test('AssemblyScript is formatted like the rest: node scripts/format-assembly.mjs --write', () => {
  expect(unformattedAssembly().map(({ file }) => file)).toEqual([]);
});
