// Everything exported here becomes an export of both kernel binaries.
export * from './batch-norm';
export * from './binary';
export * from './copy';
export * from './matmul';
export * from './matvec';
export * from './optimizer';
export * from './pool';
export * from './random';
export * from './reduce';
export * from './segment';
export * from './softmax';
export * from './unary';
