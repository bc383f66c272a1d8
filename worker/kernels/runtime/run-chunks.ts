import type { ControlBlock } from './control-block';
import type { KernelExports } from './exports';

/**
 * Claims and runs chunks of the job of this generation until none is left. After an error, on any thread,
 * the remaining chunks are only counted, so that the caller's join returns.
 */
export function runChunks(exports: KernelExports, block: ControlBlock, generation: number): void {
  const { poolClaim, poolDone } = exports.pool;
  let index = poolClaim(block.address, generation);
  if (index < 0) return;
  const { exportIndex, args, units, chunk } = block.read();
  const run = exports.at(exportIndex);
  for (; index >= 0; index = poolClaim(block.address, generation)) {
    try {
      if (!block.failed) run(...args, index * chunk, Math.min(units, (index + 1) * chunk));
    } catch (error) {
      block.fail(error);
    }
    poolDone(block.address);
  }
}
