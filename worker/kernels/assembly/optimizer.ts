// One pass over a variable, its gradient g and its slots. Every state comes as two addresses, read and write:
// the same to update in place. The formulas are those of TensorFlow.js' optimizers, quirks included, but for Adadelta
// and centred RMSprop, which are Keras'. The common ones have a loop without branches; the others share its code with
// the end of a run.
import { getLeft, putLeft } from './lanes';

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
// @ts-ignore: decorator
@inline
function sgdStep(g: usize, w: usize, toW: usize, factor: f32, i: i32, left: i32): void {
  putLeft(toW, i, left, add(scale(getLeft(g, i, left), factor), getLeft(w, i, left)));
}

export function sgdUpdate(g: usize, w: usize, toW: usize, factor: f32, start: i32, end: i32): void {
  let i = start;
  for (; i + 4 <= end; i += 4) sgdStep(g, w, toW, factor, i, 4);
  if (i < end) sgdStep(g, w, toW, factor, i, end - i);
}

/** a = momentum · a + g; w += factor · a, or with Nesterov's look ahead factor · (g + momentum · a). */
// @ts-ignore: decorator
@inline
function momentumStep(
  g: usize,
  w: usize,
  toW: usize,
  a: usize,
  toA: usize,
  factor: f32,
  momentum: f32,
  nesterov: i32,
  i: i32,
  left: i32,
): void {
  const gradient = getLeft(g, i, left);
  const velocity = add(scale(getLeft(a, i, left), momentum), gradient);
  const step = nesterov ? add(gradient, scale(velocity, momentum)) : velocity;
  putLeft(toA, i, left, velocity);
  putLeft(toW, i, left, add(scale(step, factor), getLeft(w, i, left)));
}

export function momentumUpdate(
  g: usize,
  w: usize,
  toW: usize,
  a: usize,
  toA: usize,
  factor: f32,
  momentum: f32,
  nesterov: i32,
  start: i32,
  end: i32,
): void {
  let i = start;
  for (; i + 4 <= end; i += 4) momentumStep(g, w, toW, a, toA, factor, momentum, nesterov, i, 4);
  if (i < end) momentumStep(g, w, toW, a, toA, factor, momentum, nesterov, i, end - i);
}

/** correctM = 1 / (1 − beta1ᵗ), correctV = 1 / (1 − beta2ᵗ). */
// @ts-ignore: decorator
@inline
function adamStep(
  g: usize,
  w: usize,
  toW: usize,
  m: usize,
  toM: usize,
  v: usize,
  toV: usize,
  factor: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  correctM: f32,
  correctV: f32,
  epsilon: f32,
  i: i32,
  left: i32,
): void {
  const gradient = getLeft(g, i, left);
  const first = blend(getLeft(m, i, left), beta1, gradient, rest1);
  const second = blend(getLeft(v, i, left), beta2, f32x4.mul(gradient, gradient), rest2);
  const root = add(f32x4.sqrt(scale(second, correctV)), f32x4.splat(epsilon));
  const step = f32x4.div(scale(first, correctM), root);
  putLeft(toM, i, left, first);
  putLeft(toV, i, left, second);
  putLeft(toW, i, left, add(scale(step, factor), getLeft(w, i, left)));
}

export function adamUpdate(
  g: usize,
  w: usize,
  toW: usize,
  m: usize,
  toM: usize,
  v: usize,
  toV: usize,
  factor: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  correctM: f32,
  correctV: f32,
  epsilon: f32,
  start: i32,
  end: i32,
): void {
  let i = start;
  for (; i + 4 <= end; i += 4)
    adamStep(
      g,
      w,
      toW,
      m,
      toM,
      v,
      toV,
      factor,
      beta1,
      rest1,
      beta2,
      rest2,
      correctM,
      correctV,
      epsilon,
      i,
      4,
    );
  if (i < end)
    adamStep(
      g,
      w,
      toW,
      m,
      toM,
      v,
      toV,
      factor,
      beta1,
      rest1,
      beta2,
      rest2,
      correctM,
      correctV,
      epsilon,
      i,
      end - i,
    );
}

/** factor = −rate / ((1 + t · decay) (1 − beta1ᵗ)). */
// @ts-ignore: decorator
@inline
function adamaxStep(
  g: usize,
  w: usize,
  toW: usize,
  m: usize,
  toM: usize,
  u: usize,
  toU: usize,
  factor: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  epsilon: f32,
  i: i32,
  left: i32,
): void {
  const gradient = getLeft(g, i, left);
  const first = blend(getLeft(m, i, left), beta1, gradient, rest1);
  const norm = f32x4.max(scale(getLeft(u, i, left), beta2), f32x4.abs(gradient));
  const step = f32x4.div(first, add(norm, f32x4.splat(epsilon)));
  putLeft(toM, i, left, first);
  putLeft(toU, i, left, norm);
  putLeft(toW, i, left, add(scale(step, factor), getLeft(w, i, left)));
}

export function adamaxUpdate(
  g: usize,
  w: usize,
  toW: usize,
  m: usize,
  toM: usize,
  u: usize,
  toU: usize,
  factor: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  epsilon: f32,
  start: i32,
  end: i32,
): void {
  for (let i = start; i < end; i += 4)
    adamaxStep(g, w, toW, m, toM, u, toU, factor, beta1, rest1, beta2, epsilon, i, min(4, end - i));
}

// @ts-ignore: decorator
@inline
function rmspropStep(
  g: usize,
  w: usize,
  toW: usize,
  s: usize,
  toS: usize,
  a: usize,
  toA: usize,
  rate: f32,
  decay: f32,
  rest: f32,
  momentum: f32,
  epsilon: f32,
  i: i32,
  left: i32,
): void {
  const gradient = getLeft(g, i, left);
  const square = blend(getLeft(s, i, left), decay, f32x4.mul(gradient, gradient), rest);
  const step = f32x4.div(scale(gradient, rate), rootOf(square, epsilon));
  const moment = add(scale(getLeft(a, i, left), momentum), step);
  putLeft(toS, i, left, square);
  putLeft(toA, i, left, moment);
  putLeft(toW, i, left, f32x4.sub(getLeft(w, i, left), moment));
}

export function rmspropUpdate(
  g: usize,
  w: usize,
  toW: usize,
  s: usize,
  toS: usize,
  a: usize,
  toA: usize,
  rate: f32,
  decay: f32,
  rest: f32,
  momentum: f32,
  epsilon: f32,
  start: i32,
  end: i32,
): void {
  let i = start;
  for (; i + 4 <= end; i += 4)
    rmspropStep(g, w, toW, s, toS, a, toA, rate, decay, rest, momentum, epsilon, i, 4);
  if (i < end) rmspropStep(g, w, toW, s, toS, a, toA, rate, decay, rest, momentum, epsilon, i, end - i);
}

/** The gradient's own mean c is taken from the mean of its squares, epsilon too. */
// @ts-ignore: decorator
@inline
function centeredRmspropStep(
  g: usize,
  w: usize,
  toW: usize,
  s: usize,
  toS: usize,
  a: usize,
  toA: usize,
  c: usize,
  toC: usize,
  rate: f32,
  decay: f32,
  rest: f32,
  momentum: f32,
  epsilon: f32,
  i: i32,
  left: i32,
): void {
  const gradient = getLeft(g, i, left);
  const square = blend(getLeft(s, i, left), decay, f32x4.mul(gradient, gradient), rest);
  const mean = blend(getLeft(c, i, left), decay, gradient, rest);
  const variance = f32x4.sub(square, f32x4.mul(mean, mean));
  const step = f32x4.div(scale(gradient, rate), rootOf(variance, epsilon));
  const moment = add(scale(getLeft(a, i, left), momentum), step);
  putLeft(toS, i, left, square);
  putLeft(toC, i, left, mean);
  putLeft(toA, i, left, moment);
  putLeft(toW, i, left, f32x4.sub(getLeft(w, i, left), moment));
}

export function centeredRmspropUpdate(
  g: usize,
  w: usize,
  toW: usize,
  s: usize,
  toS: usize,
  a: usize,
  toA: usize,
  c: usize,
  toC: usize,
  rate: f32,
  decay: f32,
  rest: f32,
  momentum: f32,
  epsilon: f32,
  start: i32,
  end: i32,
): void {
  for (let i = start; i < end; i += 4)
    centeredRmspropStep(
      g,
      w,
      toW,
      s,
      toS,
      a,
      toA,
      c,
      toC,
      rate,
      decay,
      rest,
      momentum,
      epsilon,
      i,
      min(4, end - i),
    );
}

/** The step uses the mean of squares with this gradient in it. */
// @ts-ignore: decorator
@inline
function adadeltaStep(
  g: usize,
  w: usize,
  toW: usize,
  s: usize,
  toS: usize,
  u: usize,
  toU: usize,
  factor: f32,
  rho: f32,
  rest: f32,
  epsilon: f32,
  i: i32,
  left: i32,
): void {
  const gradient = getLeft(g, i, left);
  const updates = getLeft(u, i, left);
  const mean = blend(getLeft(s, i, left), rho, f32x4.mul(gradient, gradient), rest);
  const step = f32x4.mul(f32x4.div(rootOf(updates, epsilon), rootOf(mean, epsilon)), gradient);
  putLeft(toS, i, left, mean);
  putLeft(toU, i, left, blend(updates, rho, f32x4.mul(step, step), rest));
  putLeft(toW, i, left, add(scale(step, factor), getLeft(w, i, left)));
}

export function adadeltaUpdate(
  g: usize,
  w: usize,
  toW: usize,
  s: usize,
  toS: usize,
  u: usize,
  toU: usize,
  factor: f32,
  rho: f32,
  rest: f32,
  epsilon: f32,
  start: i32,
  end: i32,
): void {
  let i = start;
  for (; i + 4 <= end; i += 4) adadeltaStep(g, w, toW, s, toS, u, toU, factor, rho, rest, epsilon, i, 4);
  if (i < end) adadeltaStep(g, w, toW, s, toS, u, toU, factor, rho, rest, epsilon, i, end - i);
}

// @ts-ignore: decorator
@inline
function adagradStep(
  g: usize,
  w: usize,
  toW: usize,
  s: usize,
  toS: usize,
  factor: f32,
  epsilon: f32,
  i: i32,
  left: i32,
): void {
  const gradient = getLeft(g, i, left);
  const sum = add(getLeft(s, i, left), f32x4.mul(gradient, gradient));
  putLeft(toS, i, left, sum);
  putLeft(toW, i, left, add(scale(f32x4.div(gradient, rootOf(sum, epsilon)), factor), getLeft(w, i, left)));
}

export function adagradUpdate(
  g: usize,
  w: usize,
  toW: usize,
  s: usize,
  toS: usize,
  factor: f32,
  epsilon: f32,
  start: i32,
  end: i32,
): void {
  for (let i = start; i < end; i += 4) adagradStep(g, w, toW, s, toS, factor, epsilon, i, min(4, end - i));
}
