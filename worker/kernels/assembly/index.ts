// Everything exported here becomes an export of both kernel binaries.
export * from './binary';
export * from './channel-groups';
export * from './conv';
export * from './conv-filter';
export * from './depthwise';
export * from './depthwise-filter';
export * from './exchange-axes';
export * from './matmul';
export * from './matvec';
export * from './optimizer';
export * from './pack-filter';
export * from './pool';
export * from './pooling';
export * from './random';
export * from './unary';
export { clearFloats } from './copy';
export { storeWord, unlock } from './workspace';
