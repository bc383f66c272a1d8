// The threads' side in shared memory. One control block belongs to them; its layout, in bytes:
//     0  i64  ticket: the job's generation in the upper half, the next unclaimed chunk in the lower
//     8  i32  how many threads sleep on the ticket or on `done`
//    64  i32  done: chunks finished
//   128  i32  chunks in the job
// A thread reads a job's other fields (kept by the TypeScript side from byte 132) only after it has claimed
// a chunk of it: from then on they cannot change before it reports that chunk done.

const SLEEPERS: usize = 8;
const DONE: usize = 64;
const CHUNKS: usize = 128;
/** Lower half of a ticket while the caller writes the next job: nothing can be claimed. */
const CLOSED: i64 = 0x7fffffff;

/** Caller: nothing can be claimed from here until `jobOpen`. */
export function jobClose(block: usize): void {
  const ticket = atomic.load<i64>(block);
  atomic.store<i64>(block, (ticket & ~0xffffffff) | CLOSED);
}

/** Caller: publishes the job, wakes the sleeping threads and returns the job's generation. */
export function jobOpen(block: usize, chunks: i32): i32 {
  const generation = <i32>(atomic.load<i64>(block) >> 32) + 1;
  atomic.store<i32>(block, 0, DONE);
  atomic.store<i32>(block, chunks, CHUNKS);
  atomic.store<i64>(block, (<i64>generation) << 32);
  if (atomic.load<i32>(block, SLEEPERS)) atomic.notify(block + 4, -1);
  return generation;
}

/** Thread: returns the generation of a job newer than `generation`; spins, then sleeps. */
export function jobAwait(block: usize, generation: i32, spins: i32): i32 {
  while (true) {
    for (let i = 0; i < spins; i++) {
      const now = atomic.load<i32>(block, 4);
      if (now != generation) return now;
    }
    atomic.add<i32>(block, 1, SLEEPERS);
    atomic.wait<i32>(block + 4, generation, -1);
    atomic.sub<i32>(block, 1, SLEEPERS);
  }
}

/** Any thread: the next chunk of this job, or -1. */
export function jobClaim(block: usize, generation: i32): i32 {
  while (true) {
    const ticket = atomic.load<i64>(block);
    if (<i32>(ticket >> 32) != generation) return -1;
    const chunk = <i32>ticket;
    if (chunk >= atomic.load<i32>(block, CHUNKS)) return -1;
    if (atomic.cmpxchg<i64>(block, ticket, ticket + 1) == ticket) return chunk;
  }
}

/** Any thread: reports one claimed chunk as finished. */
export function jobDone(block: usize): void {
  atomic.add<i32>(block, 1, DONE);
  if (atomic.load<i32>(block, SLEEPERS)) atomic.notify(block + DONE, -1);
}

/** Caller: returns when all chunks are done. It sleeps only where `maySleep`: a page's main thread must not. */
export function jobJoin(block: usize, spins: i32, maySleep: bool): void {
  const chunks = load<i32>(block, CHUNKS);
  while (true) {
    for (let i = 0; i < spins; i++) if (atomic.load<i32>(block, DONE) == chunks) return;
    if (!maySleep) continue;
    atomic.add<i32>(block, 1, SLEEPERS);
    const done = atomic.load<i32>(block, DONE);
    if (done != chunks) atomic.wait<i32>(block + DONE, done, -1);
    atomic.sub<i32>(block, 1, SLEEPERS);
  }
}

/** Which thread runs this instance: 0 is the caller. */
let thread: i32 = 0;

/** Thread: told once, before its first job. */
export function setThread(index: i32): void {
  thread = index;
}

/** For kernels with scratch memory a thread: 0 <= threadIndex() < threads. */
export function threadIndex(): i32 {
  return thread;
}
