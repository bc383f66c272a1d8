// Finds kernels that write beyond what they were given: a margin of known bytes round every block of the heap.
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

interface Module {
  HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
}

const MARK = 0xa5;
const LOW = 1024;

/**
 * Guards the blocks that the current `wasm` backend allocates from now on; `check` throws where a margin changed.
 * @param margin bytes before and after each block; a multiple of 64 keeps the blocks' alignment
 */
export function guardHeap(margin = 64): { check(): void } {
  const module = (tf.backend() as BackendWasm).wasm as unknown as Module;
  // Emscripten's stubs put the real functions in their own place when first called: not in ours, then.
  module._free(module._malloc(1));
  const { _malloc: malloc, _free: free } = module;
  const blocks = new Map<number, number>();

  module._malloc = (bytes) => {
    const start = malloc(bytes + 2 * margin) >>> 0;
    const address = start + margin;
    module.HEAPU8.fill(MARK, start, address);
    module.HEAPU8.fill(MARK, address + bytes, address + bytes + margin);
    blocks.set(address, bytes);
    return address;
  };
  module._free = (address) => {
    const bytes = blocks.get(address >>> 0);
    if (bytes === undefined) return free(address);
    checkBlock(address >>> 0, bytes);
    blocks.delete(address >>> 0);
    free(address - margin);
  };

  function checkBlock(address: number, bytes: number): void {
    const before = module.HEAPU8.subarray(address - margin, address);
    const after = module.HEAPU8.subarray(address + bytes, address + bytes + margin);
    const early = before.findLastIndex((byte) => byte !== MARK);
    const late = after.findIndex((byte) => byte !== MARK);
    before.fill(MARK);
    after.fill(MARK);
    if (early >= 0) throw new Error(`wrote ${margin - early} bytes before a block of ${bytes} bytes`);
    if (late >= 0) throw new Error(`wrote ${late + 1} bytes or more behind a block of ${bytes} bytes`);
  }

  // Nothing lies below 1 kB: whoever writes there was given no address.
  const low = module.HEAPU8.slice(0, LOW);
  return {
    check() {
      const at = low.findIndex((byte, i) => byte !== module.HEAPU8[i]);
      if (at >= 0) throw new Error(`wrote to address ${at}`);
      for (const [address, bytes] of blocks) checkBlock(address, bytes);
    },
  };
}
