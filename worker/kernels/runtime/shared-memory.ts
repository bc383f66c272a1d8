// The shared memory that the heap and the threads work in: as large as the device grants.
const PAGE = 2 ** 16;

/** What the module lets its heap grow to: 4 GiB less a page, so that every length fits into 32 bits. */
export const HEAP_BYTES = 2 ** 32 - PAGE;

/** What the module starts with. */
const INITIAL_BYTES = 2 ** 24;
/** With less, one thread on memory that is not shared, which needs no maximum, gets further. */
const LEAST_BYTES = 2 ** 28;

/**
 * Shared memory has its maximum set aside from the start, and some devices refuse: iOS gives no 4 GiB. Then half of
 * that is asked for, and so on.
 * @returns undefined where not even 256 MiB are granted
 */
export function grantedMemory(): { memory: WebAssembly.Memory; limit: number } | undefined {
  for (let bytes = 2 ** 32; bytes >= LEAST_BYTES; bytes /= 2) {
    try {
      const memory = new WebAssembly.Memory({
        initial: INITIAL_BYTES / PAGE,
        maximum: bytes / PAGE,
        shared: true,
      });
      return { memory, limit: Math.min(bytes, HEAP_BYTES) };
    } catch {
      // A RangeError, whatever the reason.
    }
  }
  return undefined;
}

/** Grows to `bytes`, rounded up to whole pages; returns whether it could. */
export function growTo(memory: WebAssembly.Memory, bytes: number): boolean {
  const pages = Math.ceil((bytes - memory.buffer.byteLength) / PAGE);
  if (pages <= 0) return true;
  try {
    memory.grow(pages);
    return true;
  } catch {
    return false;
  }
}
