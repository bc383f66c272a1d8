// Writes zip archives whose files are stored as they are: weights do not get smaller, and every reader takes them.
import { onDemand } from '../on-demand';

/**
 * A zip of files by name, in their order.
 * @throws FormatUnavailableError if the library cannot be loaded
 */
export async function zipped(
  files: Record<string, string | Uint8Array<ArrayBuffer> | Blob>,
): Promise<Blob> {
  const { ZipWriter } = await onDemand('zip-writer');
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const whole = new Response(readable).blob();
  const writer = new ZipWriter(writable, { level: 0, useWebWorkers: false, extendedTimestamp: false });
  for (const [name, content] of Object.entries(files)) {
    await writer.add(name, new Blob([content]).stream());
  }
  await writer.close();
  return new Blob([await whole], { type: 'application/zip' });
}
