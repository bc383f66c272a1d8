// Values of the worker as Python writes them. Whatever a page has named becomes a literal, never code.
import { ExportError } from '../../../src/errors';

/** A text as a Python string: in ASCII, so that nothing in it can end the string, the line or the file. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  // Python reads surrogates one by one.
  return escaped.replace(/\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/g, (_, high: string, low: string) => {
    const point =
      0x10000 + ((Number.parseInt(high, 16) - 0xd800) << 10) + (Number.parseInt(low, 16) - 0xdc00);
    return `\\U${point.toString(16).padStart(8, '0')}`;
  });
}

/** Plain data as a Python expression: lists as tuples, objects as dictionaries. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return numeral(value);
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) {
    return value.length === 1 ? `(${literal(value[0])},)` : `(${value.map(literal).join(', ')})`;
  }
  const entries = Object.entries(value as object).filter(([, one]) => one !== undefined);
  return `{${entries.map(([key, one]) => `${quoted(key)}: ${literal(one)}`).join(', ')}}`;
}

function numeral(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return `float(${quoted(Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf')})`;
}

/** A number as a float, where Keras takes no integer; anything else as it is. */
export function decimal(value: unknown): string {
  return Number.isInteger(value) && !String(value).includes('e') ? `${value}.0` : literal(value);
}

/** The arguments of a call by name, those that are undefined left out. */
export function named(values: Readonly<Record<string, unknown>>, write = literal): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${identifier(name)}=${write(value)}`)
    .join(', ');
}

/** @throws ExportError for what is no name in Python */
export function identifier(name: string): string {
  if (/^[A-Za-z_]\w*$/.test(name)) return name;
  throw new ExportError('project', JSON.stringify(name), 'it is no name that Python can have');
}

/** Text on one line, for comments and docstrings. */
export function plain(text: string): string {
  return text.replace(/[^ -~]/g, '?').replace(/["\\]/g, "'");
}
