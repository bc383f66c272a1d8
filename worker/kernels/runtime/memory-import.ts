// Links a kernel binary against a memory that is not shared.
const IMPORT_SECTION = 2;
const MEMORY = 2;
const HEADER_BYTES = 8;

/**
 * Rewrites a binary that imports one shared memory, and nothing else, so that it links against a memory
 * that is not shared. Atomic instructions stay valid there; only waiting would trap.
 */
export function importUnsharedMemory(binary: Uint8Array): Uint8Array<ArrayBuffer> {
  for (let at = HEADER_BYTES; at < binary.length; ) {
    const id = binary[at]!;
    const size = readUnsigned(binary, at + 1);
    const end = size.next + size.value;
    if (id === IMPORT_SECTION) {
      const section = rewriteSection(binary, size.next);
      return concatenate(
        binary.subarray(0, at),
        [id, ...writeUnsigned(section.length), ...section],
        binary.subarray(end),
      );
    }
    at = end;
  }
  throw new Error('The kernel binary imports no memory.');
}

function rewriteSection(binary: Uint8Array, start: number): number[] {
  const count = readUnsigned(binary, start);
  const module = readUnsigned(binary, count.next);
  const name = readUnsigned(binary, module.next + module.value);
  const kind = name.next + name.value;
  if (count.value !== 1 || binary[kind] !== MEMORY)
    throw new Error('The kernel binary must import only a memory.');
  const initial = readUnsigned(binary, kind + 2);
  const limits = [0, ...writeUnsigned(initial.value)]; // flags 0: not shared, no maximum
  return [...binary.subarray(start, kind + 1), ...limits];
}

/** Reads an unsigned LEB128 number. */
function readUnsigned(binary: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = binary[at++]!;
    value |= (byte & 127) << shift;
    if (byte < 128) return { value: value >>> 0, next: at };
  }
}

function writeUnsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...writeUnsigned(value >>> 7)];
}

function concatenate(...parts: ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((bytes, part) => bytes + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
