// What this process starts - children, servers, browsers - ends with it, however it is told to end.

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
const PATIENCE = 10_000; // ms for everything to close before the process ends all the same
const GLANCE = 500; // ms between two looks at who our parent is

/** @type {Set<() => unknown>} */
const open = new Set();

let stopping = false;

/**
 * Registers what must be closed when this process is told to stop.
 * @param {() => unknown} close
 * @returns {() => Promise<void>} closes it now and forgets it; calling it twice does nothing more
 */
export function closeOnStop(close) {
  open.add(close);
  return async () => {
    if (open.delete(close)) await close();
  };
}

/** Closes everything that is open, the newest first. */
export async function closeAll() {
  for (const close of [...open].reverse()) {
    open.delete(close);
    try {
      await close();
    } catch (error) {
      console.error(error);
    }
  }
}

/** Whether this process was told to stop: what fails from then on fails for that reason. */
export const isStopping = () => stopping;

/** Makes Ctrl-C, a hang-up and a termination close everything that is open, and exit with 128 + signal. */
export function stopOnSignals() {
  for (const [signal, code] of Object.entries(SIGNALS)) process.on(signal, () => stop(code));
  // Told to terminate, npm passes that on to the shell between us, which ends without telling us.
  const parent = process.ppid;
  const orphaned = () => process.ppid !== parent && stop(SIGNALS.SIGTERM);
  if (process.env.npm_lifecycle_event) setInterval(orphaned, GLANCE).unref();
}

/** @param {number} code */
async function stop(code) {
  // A terminal sends Ctrl-C to npm and to us, and npm passes its own on: the second one says nothing new.
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(code), PATIENCE);
  await closeAll();
  process.exit(code);
}
