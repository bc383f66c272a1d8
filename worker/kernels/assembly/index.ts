// Everything exported here becomes an export of both kernel binaries.
export { poolAwait, poolClaim, poolClose, poolDone, poolJoin, poolOpen, poolSetThread } from './pool';
export { matmul, matmulScratch } from './matmul';
export { relu } from './relu';
