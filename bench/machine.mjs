import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';

/** What figures were measured on. @param {string} browser its version */
export function describeMachine(browser) {
  return {
    cpu: cpus()[0]?.model.trim() ?? arch(),
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    browser: `Chromium ${browser}`,
  };
}

/** @param {ReturnType<typeof describeMachine>} machine */
export function formatMachine({ cpu, cores, memoryGiB, system, browser }) {
  return `${cpu}, ${cores} logical cores, ${memoryGiB} GiB, ${system}, ${browser}`;
}
