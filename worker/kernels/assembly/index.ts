// Everything exported here becomes an export of both kernel binaries.
export * from './pool';
export * from './matmul';
export * from './matvec';
export * from './relu';
export * from './random';
export * from './optimizer';
export * from './channel-groups';
export * from './conv';
export * from './conv-filter';
export { clearFloats } from './copy';
export * from './depthwise';
export * from './depthwise-filter';
export * from './exchange-axes';
export * from './pack-filter';
export * from './pooling';
export * from './resize';
