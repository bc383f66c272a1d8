// Everything exported here becomes an export of both kernel binaries.
//
// For inner loops: V8 extends an address to 64 bits in every round unless it knows that the upper half is
// clean. It knows that of results of arithmetic, not of parameters: start a loop's pointer as `p & ~3` or as
// a sum. Binaryen merges the rounds of an unrolled loop so that its vectors no longer fit the registers.
export * from './pool';
export * from './matmul';
export * from './matmul-int';
export * from './matvec';
export * from './relu';
export * from './random';
export * from './optimizer';
