// dx[i] = f(dy[i], v[i]) for the floats [start, end): the gradients of activations, v being the output or
// input that decides, p and q its parameters: alpha, or the ends of a range. A run ends as in unary.ts, and has the same needs.

// @ts-ignore: decorator
@inline
function each<F>(dy: usize, v: usize, dx: usize, p: f32, q: f32, start: i32, end: i32): void {
  const f = changetype<F>(0);
  const p4 = f32x4.splat(p);
  const q4 = f32x4.splat(q);
  let from = dy + ((<usize>start) << 2);
  let by = v + ((<usize>start) << 2);
  let to = dx + ((<usize>start) << 2);
  const stop = dx + ((<usize>max(end, 4)) << 2);
  while (to < stop) {
    for (; to + 16 <= stop; from += 16, by += 16, to += 16) {
      v128.store(to, f.of(v128.load(from), v128.load(by), p4, q4));
    }
    if (to < stop) {
      const back = to + 16 - stop;
      from -= back;
      by -= back;
      to -= back;
    }
  }
}

/** v is x or y: both have the same sign. */
// @ts-ignore: decorator
@unmanaged
class ReluGrad {
  @inline of(dy: v128, v: v128, p: v128, q: v128): v128 {
    return v128.and(dy, f32x4.gt(v, f32x4.splat(0)));
  }
}

/** v is x. */
// @ts-ignore: decorator
@unmanaged
class Relu6Grad {
  @inline of(dy: v128, v: v128, p: v128, q: v128): v128 {
    const open = v128.and(f32x4.gt(v, f32x4.splat(0)), f32x4.le(v, f32x4.splat(6)));
    return v128.and(dy, open);
  }
}

/** v is x, p alpha. */
// @ts-ignore: decorator
@unmanaged
class LeakyReluGrad {
  @inline of(dy: v128, v: v128, p: v128, q: v128): v128 {
    return v128.bitselect(dy, f32x4.mul(dy, p), f32x4.gt(v, f32x4.splat(0)));
  }
}

/** v is x; between p and q. */
// @ts-ignore: decorator
@unmanaged
class ClipByValueGrad {
  @inline of(dy: v128, v: v128, p: v128, q: v128): v128 {
    return v128.and(dy, v128.and(f32x4.ge(v, p), f32x4.le(v, q)));
  }
}

/** v is y. */
// @ts-ignore: decorator
@unmanaged
class EluGrad {
  @inline of(dy: v128, v: v128, p: v128, q: v128): v128 {
    const grown = f32x4.mul(dy, f32x4.add(v, f32x4.splat(1)));
    return v128.bitselect(grown, dy, f32x4.lt(v, f32x4.splat(0)));
  }
}

/** v is y. */
// @ts-ignore: decorator
@unmanaged
class SigmoidGrad {
  @inline of(dy: v128, v: v128, p: v128, q: v128): v128 {
    return f32x4.mul(dy, f32x4.mul(v, f32x4.sub(f32x4.splat(1), v)));
  }
}

/** v is y. */
// @ts-ignore: decorator
@unmanaged
class TanhGrad {
  @inline of(dy: v128, v: v128, p: v128, q: v128): v128 {
    return f32x4.mul(dy, f32x4.sub(f32x4.splat(1), f32x4.mul(v, v)));
  }
}

export function activationReluGrad(
  dy: usize,
  v: usize,
  dx: usize,
  p: f32,
  q: f32,
  start: i32,
  end: i32,
): void {
  each<ReluGrad>(dy, v, dx, p, q, start, end);
}
export function activationRelu6Grad(
  dy: usize,
  v: usize,
  dx: usize,
  p: f32,
  q: f32,
  start: i32,
  end: i32,
): void {
  each<Relu6Grad>(dy, v, dx, p, q, start, end);
}
export function activationLeakyReluGrad(
  dy: usize,
  v: usize,
  dx: usize,
  p: f32,
  q: f32,
  start: i32,
  end: i32,
): void {
  each<LeakyReluGrad>(dy, v, dx, p, q, start, end);
}
export function activationClipByValueGrad(
  dy: usize,
  v: usize,
  dx: usize,
  p: f32,
  q: f32,
  start: i32,
  end: i32,
): void {
  each<ClipByValueGrad>(dy, v, dx, p, q, start, end);
}
export function activationEluGrad(
  dy: usize,
  v: usize,
  dx: usize,
  p: f32,
  q: f32,
  start: i32,
  end: i32,
): void {
  each<EluGrad>(dy, v, dx, p, q, start, end);
}
export function activationSigmoidGrad(
  dy: usize,
  v: usize,
  dx: usize,
  p: f32,
  q: f32,
  start: i32,
  end: i32,
): void {
  each<SigmoidGrad>(dy, v, dx, p, q, start, end);
}
export function activationTanhGrad(
  dy: usize,
  v: usize,
  dx: usize,
  p: f32,
  q: f32,
  start: i32,
  end: i32,
): void {
  each<TanhGrad>(dy, v, dx, p, q, start, end);
}
