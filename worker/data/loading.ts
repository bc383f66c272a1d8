// How a download reports itself while it runs.
import type { ExperimentEvent } from '../experiment';

/** A report this often, in milliseconds. */
const INTERVAL = 50;

/**
 * Yields loading events while `load` runs, and returns what it gives.
 * @param load calls `report` with the fraction that is there, 0 to 1
 */
export async function* whileLoading<T>(
  message: string,
  load: (report: (fraction: number) => void) => Promise<T>,
): AsyncGenerator<ExperimentEvent<never>, T, void> {
  let fraction = 0;
  let settled = false;
  const loading = load((loaded) => {
    fraction = loaded;
  }).finally(() => {
    settled = true;
  });
  // Rejections are for the await below.
  loading.catch(() => {});
  while (!settled) {
    yield { type: 'loading', fraction, message };
    await Promise.race([loading, new Promise((resolve) => setTimeout(resolve, INTERVAL))]).catch(() => {});
  }
  return await loading;
}
