// Everything exported here becomes an export of both kernel binaries.
export * from './binary';
export * from './optimizer';
export * from './pool';
export * from './random';
export * from './unary';
