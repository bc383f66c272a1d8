// Prints the rows of the conformance table as JSON, for make_golden.py.
import { digestOf, families } from './cases/index.mjs';

const printed = Object.entries(families).map(([family, rows]) => [
  family,
  rows.map((row) => ({ ...row, digest: digestOf(row) })),
]);
console.log(JSON.stringify(Object.fromEntries(printed)));
