// Some examples of a data set in a form that can be shown.
import type { DatasetExample, DatasetField } from '../../src/protocol';
import type { Batch, Dataset, TableColumn, Values } from './dataset';
import { sizeOf } from './split';

/** @param count of training examples, spread evenly over all */
export async function preview(dataset: Dataset, count: number): Promise<DatasetExample[]> {
  const { train } = dataset;
  const shown = Math.min(count, train.count);
  const indices = Uint32Array.from({ length: shown }, (_, i) => Math.floor((i * train.count) / shown));
  const batch = await train.read(indices);
  return Array.from(indices, (_, row) => ({ ...input(dataset, batch, row), ...label(dataset, batch, row) }));
}

function rowOf(values: Values, field: DatasetField, row: number): Values {
  const size = sizeOf(field);
  return values.subarray(row * size, (row + 1) * size);
}

function input({ description, preprocessing }: Dataset, { inputs }: Batch, row: number): DatasetExample {
  const fields = description.inputs;
  const first = rowOf(inputs[0]!, fields[0]!, row);
  switch (preprocessing.kind) {
    case 'pictures': {
      const { height, width, channels } = preprocessing;
      return { picture: { data: opaque(first as Uint8Array, channels), width, height } };
    }
    case 'table':
      return { row: readable(first, preprocessing.columns) };
    case 'text': {
      const { unit, vocabulary } = preprocessing;
      const tokens = Array.from(first, (token) => vocabulary[token] ?? '');
      return { text: unit === 'word' ? tokens.filter((token) => token !== '').join(' ') : tokens.join('') };
    }
    case 'arrays': {
      const values = fields.map((field, i) => [field.name, [...rowOf(inputs[i]!, field, row)]]);
      return { values: Object.fromEntries(values) };
    }
    default:
      return preprocessing satisfies never;
  }
}

function opaque(bytes: Uint8Array, channels: 1 | 3): Uint8ClampedArray {
  const count = bytes.length / channels;
  const data = new Uint8ClampedArray(4 * count).fill(255);
  for (let i = 0; i < count; i++) {
    for (let channel = 0; channel < 3; channel++) {
      data[4 * i + channel] = bytes[i * channels + (channels === 1 ? 0 : channel)]!;
    }
  }
  return data;
}

/** As they were before they were scaled and spread. */
function readable(values: Values, columns: readonly TableColumn[]): Record<string, number | string> {
  let at = 0;
  return Object.fromEntries(
    columns.map((column) => {
      if (column.type === 'number') return [column.name, values[at++]! * column.deviation + column.mean];
      const { length } = column.categories;
      const one = values.subarray(at, at + length).indexOf(1);
      at += length;
      return [column.name, column.categories[one] ?? ''];
    }),
  );
}

function label({ description, preprocessing }: Dataset, { targets }: Batch, row: number): DatasetExample {
  const field = description.targets[0];
  if (!field || field.name === description.inputs[0]?.name) return {};
  const values = rowOf(targets[0]!, field, row);
  if (field.classes && values.length === 1) return { label: field.classes[values[0]!] ?? values[0]! };
  const target = preprocessing.kind === 'table' ? preprocessing.target : undefined;
  const shown =
    target?.type === 'number'
      ? Array.from(values, (value) => value * target.deviation + target.mean)
      : [...values];
  return { label: shown.length === 1 ? shown[0]! : shown };
}
