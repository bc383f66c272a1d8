// Everything exported here becomes an export of both kernel binaries.
export * from './conv';
export * from './conv-filter';
export { clearFloats } from './copy';
export * from './exchange-axes';
export * from './pack-filter';
export * from './pool';
export * from './matmul';
export * from './matvec';
export * from './relu';
export * from './random';
export * from './optimizer';
export { storeWord, unlock } from './workspace';
