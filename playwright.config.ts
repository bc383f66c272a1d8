import { defineConfig } from '@playwright/test';
import { findBrowser, launchOptions } from './scripts/browser.mjs';

export default defineConfig({
  testDir: 'test',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  globalSetup: './test/global-setup.ts',
  reporter: './test/reporter.ts',
  workers: 2,
  timeout: 120_000,
  use: {
    browserName: 'chromium',
    // A software adapter gives the same WebGPU on every machine.
    launchOptions: launchOptions(await findBrowser(), { webgpu: 'software' }),
  },
});
