// Keeps the screen of the visitor's machine awake while runs train, where the page asks for that.

interface WakeLock {
  /** Until the function that it gives is called. */
  hold(): () => void;
}

/** Browsers let go of the lock when the page is hidden; it is taken again when the page is seen again. */
export function createWakeLock(): WakeLock {
  let holders = 0;
  let sentinel: WakeLockSentinel | undefined;
  let asking = false;

  async function update(): Promise<void> {
    if (asking) return;
    asking = true;
    try {
      if (holders > 0 && !document.hidden && (!sentinel || sentinel.released)) {
        // Absent in insecure pages, old browsers and workers; refused when the battery is low.
        sentinel = await navigator.wakeLock?.request('screen');
      }
      if (holders === 0) {
        await sentinel?.release();
        sentinel = undefined;
      }
    } catch {
      // A screen that goes dark is no reason for a run to fail.
    } finally {
      asking = false;
    }
    if (holders === 0 && sentinel) await update();
  }

  const seen = () => void update();
  return {
    hold() {
      if (holders++ === 0) document.addEventListener('visibilitychange', seen);
      void update();
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        if (--holders > 0) return;
        document.removeEventListener('visibilitychange', seen);
        void update();
      };
    },
  };
}
