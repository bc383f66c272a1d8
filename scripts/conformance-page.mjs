// Writes what the conformance table came to as docs/conformance.md.
import { rows } from '../test/conformance/cases/index.mjs';
import { layersWithoutRows } from '../test/conformance/known-differences.mjs';

/** @typedef {import('../test/conformance/table.mjs').Judged} Judged */

const INTRODUCTION = `# Conformance

Every layer of tfjs-layers, with every option that changes numbers, and every loss, metric and optimizer, held
against Keras 3 (on JAX, in float64). A row is one small model. Compared are its prediction, its output while it
trains, the loss, the gradients by every weight and every input, the losses of three steps of training and the
weights after them, each by shape, sum, norm, a projection and single values. A row is *ok* where nothing is off by
more than the tolerance, relative to the norm.

This page is written by \`npm run conformance\`. The rows are in \`test/conformance/cases/\`, the golden values in
\`test/conformance/golden/\`, the script that made them is \`test/conformance/make_golden.py\`.`;

/**
 * @param {Map<string, Judged[]>} table by setting
 * @param {import('../test/conformance/settings.mjs').Setting[]} settings
 */
export function conformancePage(table, settings) {
  return [
    INTRODUCTION,
    '## Where, and how many',
    summary(table, settings),
    ...settings.flatMap(({ name, notRun }) =>
      notRun ? [`Not run on ${name}: \`${notRun.rows.source}\`. ${notRun.reason}`] : [],
    ),
    '## By layer, loss, metric and optimizer',
    'Of how many rows how many are ok, and the largest difference of those.',
    bySubject(table, settings),
    '## What is not ok',
    leftOpen(table, settings),
    '## Layers without rows',
    ...Object.entries(layersWithoutRows).map(([name, reason]) => `- \`${name}\`: ${reason}`),
    '## What the golden values mean',
    notes(),
  ]
    .join('\n\n')
    .replace(/\n\n- /g, '\n- ')
    .replace(/(^## .*)\n- /gm, '$1\n\n- ')
    .concat('\n');
}

/** @param {Map<string, Judged[]>} table @param {import('../test/conformance/settings.mjs').Setting[]} settings */
function summary(table, settings) {
  const count = (/** @type {Judged[]} */ judged, /** @type {string} */ state) =>
    judged.filter((row) => row.state === state).length;
  return markdownTable(
    ['', 'rows', 'ok', 'refused', 'differ', 'tolerance'],
    settings.map(({ name, tolerance }) => {
      const judged = table.get(name) ?? [];
      const counts = ['ok', 'refused', 'differs'].map((state) => count(judged, state));
      return [name, judged.length, ...counts, tolerance.toExponential(0)];
    }),
  );
}

/** @param {Map<string, Judged[]>} table @param {import('../test/conformance/settings.mjs').Setting[]} settings */
function bySubject(table, settings) {
  const subjects = [...new Set(rows.map((row) => row.of))];
  const idsOf = (/** @type {string} */ subject) =>
    new Set(rows.filter((row) => row.of === subject).map(({ id }) => id));
  return markdownTable(
    ['', 'rows', ...settings.map(({ name }) => name)],
    subjects.map((subject) => {
      const ids = idsOf(subject);
      const cells = settings.map(({ name }) => {
        const judged = (table.get(name) ?? []).filter(({ id }) => ids.has(id));
        const ok = judged.filter(({ state }) => state === 'ok');
        const worst = Math.max(0, ...ok.map((row) => row.worst)).toExponential(0);
        return judged.length === 0 ? 'not run' : `${ok.length} ok (${worst})`;
      });
      return [subject, ids.size, ...cells];
    }),
  );
}

/** @param {Map<string, Judged[]>} table @param {import('../test/conformance/settings.mjs').Setting[]} settings */
function leftOpen(table, settings) {
  const lines = settings.flatMap(({ name }) =>
    (table.get(name) ?? [])
      .filter(({ state }) => state !== 'ok')
      .map(({ id, state, parts, thrown, reason }) => ({ name, id, state, what: thrown ?? parts, reason })),
  );
  if (lines.length === 0) return 'Nothing.';
  return markdownTable(
    ['row', 'where', 'what', 'why it is left so'],
    lines.map(({ name, id, state, what, reason }) => [
      id,
      name,
      `${state}: ${what ?? ''}`,
      reason ?? '**not known**',
    ]),
  );
}

function notes() {
  const texts = new Map();
  for (const { note, id } of rows) if (note) texts.set(note, [...(texts.get(note) ?? []), id]);
  const legacy =
    '- `hardSigmoid` is 0.2 x + 0.5 between 0 and 1, as Keras 2 and TensorFlow.js have it; Keras 3 has relu6(x + 3) / 6.';
  return [legacy, ...[...texts].map(([note, ids]) => `- ${ids.join('; ')}: ${note}`)].join('\n');
}

/** @param {string[]} head @param {(string | number)[][]} body */
function markdownTable(head, body) {
  const line = (/** @type {(string | number)[]} */ cells) =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}
