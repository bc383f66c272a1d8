// The entry of a thread's worker: waits for jobs on the shared memory and never comes back to its event loop.
import { ControlBlock, runChunks } from './chunks';
import { KernelExports } from './exports';
import type { ThreadStart } from './start-thread';

const SPINS = 100_000; // loads before sleeping: some 100 to 250 microseconds, more than most gaps between operations

self.onmessage = ({ data }: MessageEvent<ThreadStart>) => {
  const exports = new KernelExports(data.module, data.memory);
  const block = new ControlBlock(data.memory, data.block);
  let generation = 0;
  exports.jobs.setThread(data.index);
  self.postMessage('ready');
  for (;;) {
    generation = exports.jobs.jobAwait(block.address, generation, SPINS);
    runChunks(exports, block, generation);
  }
};
