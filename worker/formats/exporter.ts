// What writes a model as files: each format has one.
import type { ModelRecord } from '../../src/protocol';
import type { Network } from '../experiment';

/** What is exported. */
export interface ExportSource {
  network: Network;
  record: ModelRecord;
  /** What its training left of its optimizer, as plain data. */
  optimizer?: unknown;
}

/** @returns files by name */
export type Exporter = (source: ExportSource) => Promise<Record<string, Blob>>;
