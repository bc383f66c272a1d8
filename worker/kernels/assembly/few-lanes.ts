import { loadTail, storeTail } from './lanes';

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
