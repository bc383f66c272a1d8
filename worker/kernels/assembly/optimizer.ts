// One pass over a variable, its gradient g and its slots. Every state comes as two addresses, read and write:
// the same to update in place. The formulas are those of TensorFlow.js' optimizers, quirks included.
import { get, put } from './lanes';

// @ts-ignore: decorator
@inline
function add(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}

// @ts-ignore: decorator
@inline
function scale(a: v128, b: f32): v128 {
  return f32x4.mul(a, f32x4.splat(b));
}

/** decay · old + rest · new */
// @ts-ignore: decorator
@inline
function blend(before: v128, decay: f32, now: v128, rest: f32): v128 {
  return add(scale(before, decay), scale(now, rest));
}

// @ts-ignore: decorator
@inline
function rootOf(a: v128, epsilon: f32): v128 {
  return f32x4.sqrt(add(a, f32x4.splat(epsilon)));
}

/** w += factor · g, factor being the negative learning rate. */
export function sgdUpdate(g: usize, w: usize, toW: usize, factor: f32, start: i32, end: i32): void {
  for (let i = start; i < end; i += 4) put(toW, i, end, add(scale(get(g, i, end), factor), get(w, i, end)));
}

/** a = momentum · a + g; w += factor · a, or with Nesterov's look ahead factor · (g + momentum · a). */
export function momentumUpdate(
  g: usize, w: usize, toW: usize, a: usize, toA: usize,
  factor: f32, momentum: f32, nesterov: i32, start: i32, end: i32,
): void {
  for (let i = start; i < end; i += 4) {
    const gradient = get(g, i, end);
    const velocity = add(scale(get(a, i, end), momentum), gradient);
    const step = nesterov ? add(gradient, scale(velocity, momentum)) : velocity;
    put(toA, i, end, velocity);
    put(toW, i, end, add(scale(step, factor), get(w, i, end)));
  }
}

/** correctM = 1 / (1 − beta1ᵗ), correctV = 1 / (1 − beta2ᵗ). */
export function adamUpdate(
  g: usize, w: usize, toW: usize, m: usize, toM: usize, v: usize, toV: usize,
  factor: f32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, correctM: f32, correctV: f32, epsilon: f32,
  start: i32, end: i32,
): void {
  for (let i = start; i < end; i += 4) {
    const gradient = get(g, i, end);
    const first = blend(get(m, i, end), beta1, gradient, rest1);
    const second = blend(get(v, i, end), beta2, f32x4.mul(gradient, gradient), rest2);
    const root = add(f32x4.sqrt(scale(second, correctV)), f32x4.splat(epsilon));
    const step = f32x4.div(scale(first, correctM), root);
    put(toM, i, end, first);
    put(toV, i, end, second);
    put(toW, i, end, add(scale(step, factor), get(w, i, end)));
  }
}

/** factor = −rate / ((1 + t · decay) (1 − beta1ᵗ)). */
export function adamaxUpdate(
  g: usize, w: usize, toW: usize, m: usize, toM: usize, u: usize, toU: usize,
  factor: f32, beta1: f32, rest1: f32, beta2: f32, epsilon: f32, start: i32, end: i32,
): void {
  for (let i = start; i < end; i += 4) {
    const gradient = get(g, i, end);
    const first = blend(get(m, i, end), beta1, gradient, rest1);
    const norm = f32x4.max(scale(get(u, i, end), beta2), f32x4.abs(gradient));
    const step = f32x4.div(first, add(norm, f32x4.splat(epsilon)));
    put(toM, i, end, first);
    put(toU, i, end, norm);
    put(toW, i, end, add(scale(step, factor), get(w, i, end)));
  }
}

export function rmspropUpdate(
  g: usize, w: usize, toW: usize, s: usize, toS: usize, a: usize, toA: usize,
  rate: f32, decay: f32, rest: f32, momentum: f32, epsilon: f32, start: i32, end: i32,
): void {
  for (let i = start; i < end; i += 4) {
    const gradient = get(g, i, end);
    const square = blend(get(s, i, end), decay, f32x4.mul(gradient, gradient), rest);
    const step = f32x4.div(scale(gradient, rate), rootOf(square, epsilon));
    const moment = add(scale(get(a, i, end), momentum), step);
    put(toS, i, end, square);
    put(toA, i, end, moment);
    put(toW, i, end, f32x4.sub(get(w, i, end), moment));
  }
}

/** The gradient's own mean c is taken from the mean of its squares, epsilon too. */
export function centeredRmspropUpdate(
  g: usize, w: usize, toW: usize, s: usize, toS: usize, a: usize, toA: usize, c: usize, toC: usize,
  rate: f32, decay: f32, rest: f32, momentum: f32, epsilon: f32, start: i32, end: i32,
): void {
  for (let i = start; i < end; i += 4) {
    const gradient = get(g, i, end);
    const square = blend(get(s, i, end), decay, f32x4.mul(gradient, gradient), rest);
    const mean = blend(get(c, i, end), decay, gradient, rest);
    const variance = f32x4.sub(square, add(f32x4.mul(mean, mean), f32x4.splat(epsilon)));
    const step = f32x4.div(scale(gradient, rate), f32x4.sqrt(variance));
    const moment = add(scale(get(a, i, end), momentum), step);
    put(toS, i, end, square);
    put(toC, i, end, mean);
    put(toA, i, end, moment);
    put(toW, i, end, f32x4.sub(get(w, i, end), moment));
  }
}

/** The step uses the mean of squares from before this gradient. */
export function adadeltaUpdate(
  g: usize, w: usize, toW: usize, s: usize, toS: usize, u: usize, toU: usize,
  factor: f32, rho: f32, rest: f32, epsilon: f32, start: i32, end: i32,
): void {
  for (let i = start; i < end; i += 4) {
    const gradient = get(g, i, end);
    const before = get(s, i, end);
    const updates = get(u, i, end);
    const step = f32x4.mul(f32x4.div(rootOf(updates, epsilon), rootOf(before, epsilon)), gradient);
    put(toS, i, end, blend(before, rho, f32x4.mul(gradient, gradient), rest));
    put(toU, i, end, blend(updates, rho, f32x4.mul(step, step), rest));
    put(toW, i, end, add(scale(step, factor), get(w, i, end)));
  }
}

export function adagradUpdate(
  g: usize, w: usize, toW: usize, s: usize, toS: usize, factor: f32, epsilon: f32, start: i32, end: i32,
): void {
  for (let i = start; i < end; i += 4) {
    const gradient = get(g, i, end);
    const sum = add(get(s, i, end), f32x4.mul(gradient, gradient));
    put(toS, i, end, sum);
    put(toW, i, end, add(scale(f32x4.div(gradient, rootOf(sum, epsilon)), factor), get(w, i, end)));
  }
}
