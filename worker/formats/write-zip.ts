// Puts files into a zip archive.
import { onDemand } from '../on-demand';

/**
 * Files by name, stored as they are: weights hardly shrink.
 * @throws FormatUnavailableError if the library cannot be loaded
 */
export async function writeZip(
  files: Readonly<Record<string, Blob>>,
  type = 'application/zip',
): Promise<Blob> {
  const { ZipWriter } = await onDemand('zip-writer');
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const written = new Response(readable).blob();
  // Without descriptors, so that every reader knows at once how long a file is.
  const options = { level: 0, dataDescriptor: false, useWebWorkers: false } as const;
  const writer = new ZipWriter(writable, options);
  for (const [name, file] of Object.entries(files)) await writer.add(name, file.stream());
  await writer.close();
  return new Blob([await written], { type });
}
