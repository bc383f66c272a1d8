// Says of each row what it came to: ok, refused, or how far it differs.
import { knownDifferences } from './known-differences.mjs';

/**
 * `reason`: why it is left so; undefined where nobody has said.
 * @typedef {{ id: string, state: 'ok' | 'refused' | 'differs', parts?: string, worst: number, thrown?: string, reason?: string }} Judged
 */

/**
 * @param {import('./run-row').RowResult} result
 * @param {import('./settings.mjs').Setting} setting
 * @returns {Judged}
 */
export function judge({ id, differences, refused }, { name, tolerance }) {
  const off = Object.entries(differences).filter(([, value]) => !(value <= tolerance));
  const worst = Math.max(0, ...Object.values(differences).map((value) => value ?? Number.POSITIVE_INFINITY));
  const known = knownDifferences.find(
    ({ rows, settings }) => rows.test(id) && (!settings || settings.includes(name)),
  );
  const state = refused ? 'refused' : off.length > 0 ? 'differs' : 'ok';
  const fits = known && state !== 'ok' && (state === 'refused') === Boolean(known.refused);
  return {
    id,
    state,
    worst,
    ...(off.length && {
      parts: off.map(([part, value]) => `${part} ${value?.toExponential(1) ?? 'not a number'}`).join(', '),
    }),
    ...(refused && { thrown: refused }),
    ...(fits && { reason: known.reason }),
  };
}
