// The entry of a pool's worker: waits for jobs on the shared memory and never comes back to its event loop.
import { ControlBlock } from './control-block';
import { KernelExports } from './exports';
import { runChunks } from './run-chunks';
import type { ThreadStart } from './threads';

const SPINS = 100_000; // loads before sleeping: some 100 to 250 microseconds, more than most gaps between operations

self.onmessage = ({ data }: MessageEvent<ThreadStart>) => {
  const exports = new KernelExports(data.module, data.memory);
  const block = new ControlBlock(data.memory, data.block);
  let generation = 0;
  exports.pool.poolSetThread(data.index);
  self.postMessage('ready');
  for (;;) {
    generation = exports.pool.poolAwait(block.address, generation, SPINS);
    runChunks(exports, block, generation);
  }
};
