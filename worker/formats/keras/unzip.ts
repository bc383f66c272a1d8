// The files in a zip, by name.
import { NetworkFileError } from '../../../src/errors';

const END = 0x06054b50;
const ENTRY = 0x02014b50;

/** @throws NetworkFileError if it is no whole zip */
export async function unzip(
  bytes: Uint8Array,
  file: string,
): Promise<Map<string, () => Promise<Uint8Array>>> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bad = (reason: string) => new NetworkFileError(file, `cannot be read as a zip: ${reason}`);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  if (end < 0) throw bad('its directory is not there');
  const files = new Map<string, () => Promise<Uint8Array>>();
  try {
    let at = view.getUint32(end + 16, true);
    for (let i = view.getUint16(end + 10, true); i > 0; i--) {
      if (view.getUint32(at, true) !== ENTRY) throw bad('its directory is broken');
      const method = view.getUint16(at + 10, true);
      const packed = view.getUint32(at + 20, true);
      const size = view.getUint32(at + 24, true);
      const names = view.getUint16(at + 28, true);
      const start = view.getUint32(at + 42, true);
      const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + names));
      at += 46 + names + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
      files.set(name, async () => {
        const from = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
        const part = bytes.subarray(from, from + packed);
        if (method === 0) return part.slice();
        const stream = new Blob([part as Uint8Array<ArrayBuffer>])
          .stream()
          .pipeThrough(new DecompressionStream('deflate-raw'));
        const whole = new Uint8Array(await new Response(stream).arrayBuffer());
        if (whole.length !== size) throw bad(`${name} is broken`);
        return whole;
      });
    }
  } catch (cause) {
    if (cause instanceof NetworkFileError) throw cause;
    throw bad('its directory is broken');
  }
  return files;
}
