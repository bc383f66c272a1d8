// Finds a Chrome, Chromium or Edge to run headless, and gets one where there is none.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, runNode } from './run.mjs';

const DOWNLOAD_TIMEOUT = 10 * 60_000; // ms; the download has 180 MB
const NONE =
  'No Chrome or Chromium found: install Google Chrome or Chromium, or set CHROME_PATH to where it lies.';

const isRoot = process.getuid?.() === 0;

/**
 * @returns {Promise<string | null>} path of a browser that starts
 * @throws where the environment variable CHROME_PATH names one that does not
 */
export async function findBrowser() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (starts(chosen)) return chosen;
    throw new Error(`CHROME_PATH is ${JSON.stringify(chosen)}, which is no browser that starts.`);
  }
  const { chromium } = await import('@playwright/test');
  return (
    [chromium.executablePath(), ...usualPlaces()].find((path) => existsSync(path) && starts(path)) ?? null
  );
}

/**
 * Finds a browser; failing that, installs Playwright's, failing that, Debian's.
 * @returns {Promise<string>} its path
 */
export async function needBrowser() {
  const found = await findBrowser();
  if (found) return found;
  console.error('No Chrome or Chromium found. Downloading one ...');
  return (await installPlaywrights()) ?? (await installDebians()) ?? fail();
}

/**
 * How Playwright starts a browser here.
 * @param {string | null} path
 * @param {{ webgpu?: 'hardware' | 'software' }} [options] which graphics adapter WebGPU is to find, if any
 */
export function launchOptions(path, { webgpu } = {}) {
  return {
    executablePath: path ?? undefined,
    // Chrome has no sandbox for root.
    chromiumSandbox: !isRoot,
    args: [
      ...['--no-first-run', '--disable-background-networking', '--disable-sync'],
      ...['--disable-component-update', '--disable-quic'],
      ...(webgpu ? ['--enable-unsafe-webgpu'] : []),
      ...(webgpu === 'software' ? ['--use-webgpu-adapter=swiftshader'] : []),
      ...(webgpu === 'hardware' && process.platform === 'linux' ? LINUX_GPU : []),
    ],
  };
}

/** Headless Chrome on Linux reaches the graphics card only by Vulkan without a surface. */
const LINUX_GPU = [
  ...['--enable-features=Vulkan', '--use-angle=vulkan', '--disable-vulkan-surface'],
  '--ignore-gpu-blocklist',
];

function usualPlaces() {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) =>
      ['', process.env.HOME ?? ''].map((home) => `${home}/Applications/${name}.app/Contents/MacOS/${name}`),
    );
  }
  if (process.platform === 'win32') {
    const folders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
    const programs = ['Google/Chrome', 'Chromium', 'Microsoft/Edge'].map(
      (name) => `${name}/Application/${name.endsWith('Edge') ? 'msedge' : 'chrome'}.exe`,
    );
    return programs.flatMap((program) =>
      folders.flatMap((folder) => (folder ? [join(folder, program)] : [])),
    );
  }
  const names = [
    ...['google-chrome', 'google-chrome-stable', 'chrome', 'chromium', 'chromium-browser'],
    ...['microsoft-edge', 'microsoft-edge-stable'],
  ];
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/bin',
    '/opt/google/chrome',
    '/snap/bin',
  ];
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** Some are there and do not start: a stub that asks for a snap, a download without its libraries.
 * @param {string} path */
function starts(path) {
  // There, asking Chrome for its version opens a window.
  if (process.platform === 'win32') return existsSync(path);
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

async function installPlaywrights() {
  const script = 'node_modules/@playwright/test/cli.js';
  const done = await runNode(script, ['install', '--no-shell', 'chromium'], {
    timeout: DOWNLOAD_TIMEOUT,
    env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000' },
  });
  return done ? findBrowser() : null;
}

async function installDebians() {
  if (!existsSync('/etc/debian_version')) return null;
  const apt = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  const [command, ...words] = isRoot ? apt : ['sudo', '-n', ...apt];
  /** @param {string[]} args */
  const aptGet = (...args) => run(/** @type {string} */ (command), [...words, ...args]);
  console.error('Installing the package chromium ...');
  const done =
    (await aptGet('update')) && (await aptGet('install', '-y', '--no-install-recommends', 'chromium'));
  return done ? findBrowser() : null;
}

/** @returns {never} */
function fail() {
  throw new Error(NONE);
}
