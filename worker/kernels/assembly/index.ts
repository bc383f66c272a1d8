// Everything exported here becomes an export of both kernel binaries.
//
// For inner loops: V8 extends an address to 64 bits in every round unless it knows that the upper half is
// clean. It knows that of results of arithmetic, not of parameters: start a loop's pointer as `p & ~3` or as
// a sum. Binaryen merges the rounds of an unrolled loop so that its vectors no longer fit the registers.
export * from './activation-gradients';
export * from './antirectifier';
export * from './batch-norm';
export * from './binary';
export * from './booleans';
export * from './conv';
export * from './conv-filter';
export * from './depthwise';
export * from './depthwise-filter';
export * from './gru';
export * from './layout';
export * from './lstm';
export * from './matmul';
export * from './matvec';
export * from './optimizer';
export * from './pack-filter';
export * from './threads';
export * from './pooling';
export * from './random';
export * from './recurrent-weights';
export * from './reduce';
export * from './resize';
export * from './gather';
export * from './softmax';
export * from './unary';
export { clearFloats } from './copy';
export { packedBytes, packMatrix } from './packed-product';
export * from './winograd-conv';
export * from './winograd-filter-gradient';
