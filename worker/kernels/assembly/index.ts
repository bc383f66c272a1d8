// Everything exported here becomes an export of both kernel binaries.
export * from './pool';
export * from './matmul';
export * from './relu';
export * from './random';
export * from './optimizer';
