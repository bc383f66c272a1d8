// Scratch memory of the threads at work on one job. A job's ranges outnumber its threads, so a range borrows a
// slot for its time: the slots, all of one size, follow one lock each; the caller clears the locks.

/** Borrows a slot; there must be as many as threads. */
export function borrow(workspace: usize, slots: i32): i32 {
  let slot = 0;
  while (atomic.cmpxchg<i32>(workspace + (<usize>slot << 2), 0, 1) != 0) slot = slot + 1 < slots ? slot + 1 : 0;
  return slot;
}

export function giveBack(workspace: usize, slot: i32): void {
  atomic.store<i32>(workspace + (<usize>slot << 2), 0);
}

/** Where a slot's memory begins, aligned to 64 bytes as `workspace` is. */
// @ts-ignore: decorator
@inline
export function slotAddress(workspace: usize, slots: i32, slot: i32, slotBytes: i32): usize {
  return workspace + (((<usize>slots << 2) + 63) & ~63) + <usize>slot * <usize>slotBytes;
}

/** Before a job: unlocks all slots. */
export function unlock(workspace: usize, slots: i32): void {
  for (let slot = 0; slot < slots; slot++) giveBack(workspace, slot);
}

/** Writes a plan, word by word. */
export function storeWord(address: usize, value: i32): void {
  i32.store(address, value);
}
