// The exports of a kernel binary, by name and by number.
import type { AssemblyExports } from './assembly-exports';

/** An export of the kernel binaries: addresses, sizes and numbers in, at most a number out. */
export type KernelExport = (...args: number[]) => number;

/** What the threads call of assembly/threads.ts. */
export type JobExports = Pick<
  AssemblyExports,
  'jobClose' | 'jobOpen' | 'jobAwait' | 'jobClaim' | 'jobDone' | 'jobJoin' | 'setThread'
>;

/** One instance of a kernel binary on a memory. Every instance of a binary numbers its exports alike. */
export class KernelExports {
  readonly jobs: JobExports;
  readonly #functions: KernelExport[];
  readonly #indices = new Map<string, number>();

  constructor(module: WebAssembly.Module, memory: WebAssembly.Memory) {
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    const names = WebAssembly.Module.exports(module).map(({ name }) => name);
    this.jobs = exports as unknown as JobExports;
    this.#functions = names.map((name) => exports[name] as KernelExport);
    names.forEach((name, index) => {
      this.#indices.set(name, index);
    });
  }

  /** Throws an Error when there is no such export. */
  index(name: string): number {
    const index = this.#indices.get(name);
    if (index === undefined) throw new Error(`The kernel binaries have no export "${name}".`);
    return index;
  }

  at(index: number): KernelExport {
    return this.#functions[index]!;
  }
}
