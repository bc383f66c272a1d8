// y[i] = f(x[i]) for the floats [start, end). p and q are the function's attributes, where it has any.
// Each export is named after TensorFlow.js' kernel.
//
// A run ends with its last four floats, some of them computed a second time, perhaps by two threads: so there is
// one loop, without a branch, and the code of f is there once. It needs four floats in all (see
// runtime/over-vectors.ts), and x and y apart.
import { exp4, expm14, log4, sigmoid4, tanh4 } from './math';

// @ts-ignore: decorator
@inline
function each<F>(x: usize, y: usize, p: f32, q: f32, start: i32, end: i32): void {
  const f = changetype<F>(0);
  const p4 = f32x4.splat(p);
  const q4 = f32x4.splat(q);
  let from = x + ((<usize>start) << 2);
  let to = y + ((<usize>start) << 2);
  const stop = y + ((<usize>max(end, 4)) << 2);
  while (to < stop) {
    for (; to + 16 <= stop; from += 16, to += 16) v128.store(to, f.of(v128.load(from), p4, q4));
    if (to < stop) {
      const back = to + 16 - stop;
      from -= back;
      to -= back;
    }
  }
}

// The functions, as classes without state: a type argument can be inlined, a function argument cannot.
// pmin and pmax return their first operand where it is NaN, in a single instruction.

// @ts-ignore: decorator
@unmanaged
class Neg {
  @inline of(x: v128, p: v128, q: v128): v128 {
    return f32x4.neg(x);
  }
}
// @ts-ignore: decorator
@unmanaged
class Abs {
  @inline of(x: v128, p: v128, q: v128): v128 {
    return f32x4.abs(x);
  }
}
// @ts-ignore: decorator
@unmanaged
class Square {
  @inline of(x: v128, p: v128, q: v128): v128 {
    return f32x4.mul(x, x);
  }
}
// @ts-ignore: decorator
@unmanaged
class Sqrt {
  @inline of(x: v128, p: v128, q: v128): v128 {
    return f32x4.sqrt(x);
  }
}
// @ts-ignore: decorator
@unmanaged
class Rsqrt {
  @inline of(x: v128, p: v128, q: v128): v128 {
    return f32x4.div(f32x4.splat(1), f32x4.sqrt(x));
  }
}
// @ts-ignore: decorator
@unmanaged
class Reciprocal {
  @inline of(x: v128, p: v128, q: v128): v128 {
    return f32x4.div(f32x4.splat(1), x);
  }
}
// @ts-ignore: decorator
@unmanaged
class Exp {
  @inline of(x: v128, p: v128, q: v128): v128 {
    return exp4(x);
  }
}
// @ts-ignore: decorator
@unmanaged
class Log {
  @inline of(x: v128, p: v128, q: v128): v128 {
    return log4(x);
  }
}
// @ts-ignore: decorator
@unmanaged
class Sigmoid {
  @inline of(x: v128, p: v128, q: v128): v128 {
    return sigmoid4(x);
  }
}
// @ts-ignore: decorator
@unmanaged
class Tanh {
  @inline of(x: v128, p: v128, q: v128): v128 {
    return tanh4(x);
  }
}
// @ts-ignore: decorator
@unmanaged
class Relu {
  @inline of(x: v128, p: v128, q: v128): v128 {
    return f32x4.pmax(x, f32x4.splat(0));
  }
}
// @ts-ignore: decorator
@unmanaged
class ClipByValue {
  @inline of(x: v128, p: v128, q: v128): v128 {
    return f32x4.pmin(f32x4.pmax(x, p), q);
  }
}
/** p is alpha. */
// @ts-ignore: decorator
@unmanaged
class LeakyRelu {
  @inline of(x: v128, p: v128, q: v128): v128 {
    return v128.bitselect(f32x4.mul(x, p), x, f32x4.lt(x, f32x4.splat(0)));
  }
}
// @ts-ignore: decorator
@unmanaged
class Elu {
  @inline of(x: v128, p: v128, q: v128): v128 {
    return v128.bitselect(expm14(x), x, f32x4.lt(x, f32x4.splat(0)));
  }
}
/** 1 above 0, p (alpha) elsewhere; NaN stays. */
// @ts-ignore: decorator
@unmanaged
class Step {
  @inline of(x: v128, p: v128, q: v128): v128 {
    const step = v128.bitselect(f32x4.splat(1), p, f32x4.gt(x, f32x4.splat(0)));
    return v128.bitselect(x, step, f32x4.ne(x, x));
  }
}

export function unaryNeg(x: usize, y: usize, p: f32, q: f32, start: i32, end: i32): void {
  each<Neg>(x, y, p, q, start, end);
}
export function unaryAbs(x: usize, y: usize, p: f32, q: f32, start: i32, end: i32): void {
  each<Abs>(x, y, p, q, start, end);
}
export function unarySquare(x: usize, y: usize, p: f32, q: f32, start: i32, end: i32): void {
  each<Square>(x, y, p, q, start, end);
}
export function unarySqrt(x: usize, y: usize, p: f32, q: f32, start: i32, end: i32): void {
  each<Sqrt>(x, y, p, q, start, end);
}
export function unaryRsqrt(x: usize, y: usize, p: f32, q: f32, start: i32, end: i32): void {
  each<Rsqrt>(x, y, p, q, start, end);
}
export function unaryReciprocal(x: usize, y: usize, p: f32, q: f32, start: i32, end: i32): void {
  each<Reciprocal>(x, y, p, q, start, end);
}
export function unaryExp(x: usize, y: usize, p: f32, q: f32, start: i32, end: i32): void {
  each<Exp>(x, y, p, q, start, end);
}
export function unaryLog(x: usize, y: usize, p: f32, q: f32, start: i32, end: i32): void {
  each<Log>(x, y, p, q, start, end);
}
export function unarySigmoid(x: usize, y: usize, p: f32, q: f32, start: i32, end: i32): void {
  each<Sigmoid>(x, y, p, q, start, end);
}
export function unaryTanh(x: usize, y: usize, p: f32, q: f32, start: i32, end: i32): void {
  each<Tanh>(x, y, p, q, start, end);
}
export function unaryRelu(x: usize, y: usize, p: f32, q: f32, start: i32, end: i32): void {
  each<Relu>(x, y, p, q, start, end);
}
export function unaryClipByValue(x: usize, y: usize, p: f32, q: f32, start: i32, end: i32): void {
  each<ClipByValue>(x, y, p, q, start, end);
}
export function unaryLeakyRelu(x: usize, y: usize, p: f32, q: f32, start: i32, end: i32): void {
  each<LeakyRelu>(x, y, p, q, start, end);
}
export function unaryElu(x: usize, y: usize, p: f32, q: f32, start: i32, end: i32): void {
  each<Elu>(x, y, p, q, start, end);
}
export function unaryStep(x: usize, y: usize, p: f32, q: f32, start: i32, end: i32): void {
  each<Step>(x, y, p, q, start, end);
}
