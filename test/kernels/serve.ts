import type { CaseFile, KernelCheck } from './case';
import { type HarnessOptions, type Report, runCases, runChecks } from './harness';

export interface Request extends HarnessOptions {
  readonly file: string;
}

/** What a NAME.cases.ts or NAME.checks.ts exports. */
interface TestFile {
  readonly cases?: CaseFile;
  readonly checks?: readonly KernelCheck[];
}

/** The bundle's entry: answers requests in a worker, or on the page as `window.runKernelCases`. */
export function serve(files: Record<string, TestFile>): void {
  const answer = ({ file, ...options }: Request): Promise<Report> => {
    const { cases, checks } = files[file] ?? {};
    if (cases) return runCases(cases, options);
    if (checks) return runChecks(checks, options);
    throw new Error(`There is neither ${file}.cases.ts nor ${file}.checks.ts.`);
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
