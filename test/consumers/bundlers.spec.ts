// Each bundler and framework, as a project of its own: the page trains, on all threads, without a word in the console.
import { join } from 'node:path';
import { bundlers } from './bundlers';
import { expect, outcomeOf, PATIENCE, test } from './fixtures';
import { ISOLATED } from './site';

test.describe.configure({ mode: 'parallel', timeout: PATIENCE });

/** What bundlers say when they have met something that no page can have. */
const COMPLAINTS =
  /externalized|polyfill|can.t resolve|could not resolve|critical dependency|module not found/i;

/** What kernels/fit.js comes to on TensorFlow.js' own CPU backend, to as many digits as this is held to. */
const KERNELS_LOSS = 1.015496;

for (const [name, { fixture, sources, trains, rendered, ways }] of Object.entries(bundlers)) {
  test.describe(name, () => {
    test.describe.configure({ mode: 'default' }); // they share a folder
    for (const [title, way] of Object.entries(ways)) {
      const { build, start: command, folder, under = '/', pages = [''], quick } = way;
      const tag = quick ? [] : '@thorough';
      test(title, { tag }, async ({ page, project, start, serve, heard, trainedOn }) => {
        const made = await project(fixture, sources);
        if (build) expect.soft(await made.run(build)).not.toMatch(COMPLAINTS);
        const server = command && (await start(made, command));
        const host = () => serve({ folders: [[under, join(made.folder, folder!)]], headers: ISOLATED });
        const url = (server?.origin ?? (await host())) + under;
        if (rendered) expect(await (await fetch(url)).text()).toContain(rendered);
        for (const path of pages) {
          await page.goto(url + path);
          const outcome = await outcomeOf(page);
          const { backend, threads, loss } = outcome;
          if (trains === 'kernels') {
            expect(outcome).toEqual({ backend: 'wasm', threads: 2, loss, lossOnOneThread: loss });
            expect(loss).toBeCloseTo(KERNELS_LOSS, 5);
          } else if (trains === 'lab alone') {
            expect(trainedOn(2)).toMatchObject({ backend, threads, loss });
          } else {
            expect(outcome).toEqual(trainedOn(2));
          }
        }
        expect(heard).toEqual([]);
        if (server) expect.soft(server.output()).not.toMatch(COMPLAINTS);
      });
    }
  });
}
