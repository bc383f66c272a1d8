// Models as files: the formats, one line each.
import { InvalidOptionError } from '../../src/errors';
import type { ExportedModel, ExportFormat, ModelRecord } from '../../src/protocol';
import type { Network } from '../experiment';
import { exportSafetensors } from './safetensors/export-safetensors';
import { exportTfjs } from './tfjs/export-tfjs';

/** What is exported. */
export interface ExportSource {
  network: Network;
  record: ModelRecord;
  /** What its training left of its optimizer, as plain data. */
  optimizer?: unknown;
}

/** @returns files by name */
export type Exporter = (source: ExportSource) => Promise<Record<string, Blob>>;

const formats: Partial<Record<ExportFormat, Exporter>> = {
  safetensors: exportSafetensors,
  tfjs: exportTfjs,
};

/** @throws InvalidOptionError for a format that there is not; ExportError for a network that it cannot hold */
export async function exportModel(source: ExportSource, format: unknown): Promise<ExportedModel> {
  const known =
    typeof format === 'string' && Object.hasOwn(formats, format) ? (format as ExportFormat) : undefined;
  if (!known) throw new InvalidOptionError('format', format, `one of ${Object.keys(formats).join(', ')}`);
  const files = await formats[known]!(source);
  const name = source.record.experiment;
  const [first, ...others] = Object.entries(files);
  if (others.length === 0) return { name: first![0], files, blob: first![1] };
  const blob = first![1];
  return { name: `${name}-${known}.zip`, files, blob };
}
