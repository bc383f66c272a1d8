// Files as readers see them, made of bytes or text; and data sets read from such.
import '../../worker/on-demand/csv';
import type { Dataset, DatasetOptions, DatasetReader, SourceFile } from '../../worker/data/dataset';

export type Content = string | Uint8Array;

export function sourceFile(path: string, content: Content): SourceFile {
  const blob = new Blob([content as string]);
  return {
    path,
    size: blob.size,
    head: async (bytes) => new Uint8Array(await blob.slice(0, bytes).arrayBuffer()),
    blob: async () => blob,
  };
}

/** Reads files by name with one reader, as a lab does once it has recognised them. */
export function readWith(
  reader: DatasetReader,
  files: Record<string, Content>,
  options: DatasetOptions = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Dataset> {
  const list = Object.entries(files).map(([path, content]) => sourceFile(path, content));
  const context = { options, name: 'own', source: 'own', report: () => {}, signal };
  return reader.read(list, { ...context, rasterize: async () => undefined });
}

/** All examples of a split, in its order: numbers of one example after the other. */
export async function rowsOf(split: Dataset['train']): Promise<{ input: number[]; target: number[] }[]> {
  const { inputs, targets } = await split.read(Uint32Array.from({ length: split.count }, (_, i) => i));
  const width = inputs[0]!.length / split.count;
  const answers = targets[0]!.length / split.count;
  return Array.from({ length: split.count }, (_, i) => ({
    input: [...inputs[0]!.subarray(i * width, (i + 1) * width)],
    target: [...targets[0]!.subarray(i * answers, (i + 1) * answers)],
  }));
}

/** Of one column's text in UTF-16. */
export function utf16(text: string, order: 'little' | 'big', mark = true): Uint8Array {
  const units = mark ? `\ufeff${text}` : text;
  const bytes = new Uint8Array(2 * units.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < units.length; i++) view.setUint16(2 * i, units.charCodeAt(i), order === 'little');
  return bytes;
}
