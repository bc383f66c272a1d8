import type { CaseFile } from './case';
import { type HarnessOptions, type Report, runCases } from './harness';

export interface Request extends HarnessOptions {
  readonly file: string;
}

/** The bundle's entry: answers requests in a worker, or on the page as `window.runKernelCases`. */
export function serve(files: Record<string, CaseFile>): void {
  const answer = ({ file, ...options }: Request): Promise<Report> => {
    const cases = files[file];
    if (!cases) throw new Error(`There is no ${file}.cases.ts; there are ${Object.keys(files).join(', ')}.`);
    return runCases(cases, options);
  };
  if ('document' in globalThis) {
    Object.assign(globalThis, { runKernelCases: answer });
    return;
  }
  globalThis.onmessage = async ({ data }: MessageEvent<Request>) => {
    try {
      globalThis.postMessage({ report: await answer(data) });
    } catch (error) {
      globalThis.postMessage({ error: error instanceof Error ? error.stack : String(error) });
    }
  };
}
