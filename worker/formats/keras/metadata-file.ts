// Where a `.keras` file keeps what a lab knows of the model: JSON, as TensorFlow.js' user-defined metadata has it.
// Keras leaves it alone when it reads, and out when it writes.

export const METADATA_FILE = 'trainlab.json';

/** @returns nothing where it is not whole: then the file holds a network like any other */
export function readMetadata(bytes: Uint8Array | undefined): Record<string, unknown> | undefined {
  if (!bytes) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
