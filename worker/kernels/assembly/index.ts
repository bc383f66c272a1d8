// Everything exported here becomes an export of both kernel binaries.
export * from './pool';
export * from './matmul';
export * from './matvec';
export * from './binary';
export * from './optimizer';
export * from './random';
export * from './unary';
