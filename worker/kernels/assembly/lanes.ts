/** Up to four floats; the missing ones are zero. */
// @ts-ignore: decorator
@inline
export function loadLanes(from: usize, lanes: i32): v128 {
  return lanes >= 4 ? v128.load(from) : loadFew(from, lanes);
}

/** Stores the first `lanes` floats, at most four. */
// @ts-ignore: decorator
@inline
export function storeLanes(to: usize, value: v128, lanes: i32): void {
  if (lanes >= 4) v128.store(to, value);
  else storeFew(to, value, lanes);
}

function loadFew(from: usize, lanes: i32): v128 {
  let value = f32x4.splat(0);
  if (lanes > 0) value = f32x4.replace_lane(value, 0, f32.load(from));
  if (lanes > 1) value = f32x4.replace_lane(value, 1, f32.load(from, 4));
  if (lanes > 2) value = f32x4.replace_lane(value, 2, f32.load(from, 8));
  return value;
}

function storeFew(to: usize, value: v128, lanes: i32): void {
  if (lanes > 0) f32.store(to, f32x4.extract_lane(value, 0));
  if (lanes > 1) f32.store(to, f32x4.extract_lane(value, 1), 4);
  if (lanes > 2) f32.store(to, f32x4.extract_lane(value, 2), 8);
}
