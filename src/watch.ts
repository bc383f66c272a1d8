// Tells a worker that is stuck from one that is busy with a long step: how long a step may take follows from how long
// they took.

/** How often it looks, in milliseconds. */
const INTERVAL = 5000;
/** A step may take so many times as long as the longest silence before it. */
const FACTOR = 10;
/** How long an answer may take once the page itself has slept. */
const GRACE = 15_000;

interface Watched {
  /** Asks for a sign of life. */
  ping(): Promise<unknown>;
  /** How long it may be silent while something is asked of it, in milliseconds. */
  patience: number;
  /** @param silence since the last sign, in milliseconds */
  onStuck(silence: number): void;
}

export interface Watch {
  begin(): void;
  end(): void;
  /** There was a sign of life. */
  heard(): void;
  stop(): void;
}

/** While nothing is asked of the worker there is no timer. */
export function createWatch({ ping, patience, onStuck }: Watched): Watch {
  let pending = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  let [last, longest, looked] = [performance.now(), 0, performance.now()];
  let asking = false;

  function heard(): void {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }

  function look(): void {
    const now = performance.now();
    // The page slept, or its tab did: the worker too, maybe.
    if (now - looked > 3 * INTERVAL) last = Math.max(last, now - Math.max(0, limit() - GRACE));
    looked = now;
    if (now - last > limit()) {
      stop();
      onStuck(now - last);
      return;
    }
    if (asking) return;
    asking = true;
    const answered = () => {
      asking = false;
      heard();
    };
    ping().then(answered, () => {
      asking = false;
    });
  }

  const limit = () => Math.max(patience, FACTOR * longest);

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }

  return {
    begin() {
      if (pending++ > 0) return;
      last = looked = performance.now();
      timer ??= setInterval(look, INTERVAL);
    },
    end() {
      heard();
      if (--pending === 0) stop();
    },
    heard,
    stop,
  };
}
