// The worker that answers fuzz requests.
import { type FuzzRequest, fuzz } from './fuzz';

globalThis.onmessage = async ({ data }: MessageEvent<FuzzRequest>) => {
  try {
    globalThis.postMessage({ report: await fuzz(data, (at) => globalThis.postMessage({ at })) });
  } catch (error) {
    globalThis.postMessage({ error: error instanceof Error ? error.stack : String(error) });
  }
};
