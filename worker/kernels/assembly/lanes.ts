// Loads and stores of the last one to three floats of a run, so that they pass through the same four-lane
// arithmetic as the others: a result then never depends on where a run was cut into chunks.

/** The floats at p, as many as `count` (1 to 3) says; the other lanes are 0. */
export function loadTail(p: usize, count: i32): v128 {
  let v = v128.load32_zero(p);
  if (count > 1) v = v128.load32_lane(p, v, 1, 4);
  if (count > 2) v = v128.load32_lane(p, v, 2, 8);
  return v;
}

/** Stores the first `count` (1 to 3) lanes at p. */
export function storeTail(p: usize, v: v128, count: i32): void {
  v128.store32_lane(p, v, 0);
  if (count > 1) v128.store32_lane(p, v, 1, 4);
  if (count > 2) v128.store32_lane(p, v, 2, 8);
}

/** The floats [i, i + 4) of the run at p that ends before `end`. */
// @ts-ignore: decorator
@inline
export function get(p: usize, i: i32, end: i32): v128 {
  return getLeft(p, i, i + 4 <= end ? 4 : end - i);
}

/** Stores the floats [i, i + 4) of the run at p that ends before `end`. */
// @ts-ignore: decorator
@inline
export function put(p: usize, i: i32, end: i32, v: v128): void {
  putLeft(p, i, i + 4 <= end ? 4 : end - i, v);
}

/** The floats from index i on: four, or the `left` (1 to 3) that a run still has. Write the 4 out to inline it. */
// @ts-ignore: decorator
@inline
export function getLeft(p: usize, i: i32, left: i32): v128 {
  const at = p + ((<usize>i) << 2);
  return left == 4 ? v128.load(at) : loadTail(at, left);
}

// @ts-ignore: decorator
@inline
export function putLeft(p: usize, i: i32, left: i32, v: v128): void {
  const at = p + ((<usize>i) << 2);
  if (left == 4) v128.store(at, v);
  else storeTail(at, v, left);
}

/** The first `lanes` floats at `from`, at most four; the other lanes are zero. */
// @ts-ignore: decorator
@inline
export function loadLanes(from: usize, lanes: i32): v128 {
  return lanes >= 4 ? v128.load(from) : loadTail(from, lanes);
}

/** Stores the first `lanes` floats, at most four. */
// @ts-ignore: decorator
@inline
export function storeLanes(to: usize, value: v128, lanes: i32): void {
  if (lanes >= 4) v128.store(to, value);
  else storeTail(to, value, lanes);
}
