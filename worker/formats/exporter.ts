// What writes a model as files: each format has one.
import type { ModelRecord } from '../../src/protocol';
import type { AnyExperiment, Network } from '../experiment';

/** What is exported. */
export interface ExportSource {
  network: Network;
  record: ModelRecord;
  /** What its training left of its optimizer, as plain data. */
  optimizer?: unknown;
  /** How its experiment trains on in Python, if it does. */
  project?: AnyExperiment['project'];
}

/** @returns files by name */
export type Exporter = (source: ExportSource) => Promise<Record<string, Blob>>;
