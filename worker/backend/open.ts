import type { StartRequest } from '../../src/protocol';

/** What a backend's chunk tells after it has registered itself with TensorFlow.js. */
export interface OpenedBackend {
  threads: number;
  /** The graphics adapter or the instruction set, for people to read. */
  device?: string;
  /** Resolves with the reason when the backend is gone. Asked once it has started. */
  lost?(): Promise<string>;
  /** Gives back what a passed-over backend took besides its tensors. */
  close?(): void;
}

/** Registers a backend under its name; throws the reason if it cannot run here. */
export type OpenBackend = (request: StartRequest) => Promise<OpenedBackend>;
