// npm start: installs what is missing, builds, serves the demo, and trains the experiment that is named.
import { buildIfStale } from './build.mjs';
import { readCommandLine, USAGE, UsageError } from './command-line.mjs';
import { installDependencies } from './install.mjs';
import { closeAll, isStopping, stopOnSignals } from './stop.mjs';

stopOnSignals();
try {
  await start();
} catch (error) {
  if (!isStopping()) {
    console.error(/** @type {Error} */ (error).message);
    process.exitCode = error instanceof UsageError ? 2 : 1;
    await closeAll();
  }
}

async function start() {
  const line = readCommandLine(process.argv.slice(2));
  if (line.help && line.experiment === undefined) return console.log(USAGE);
  await installDependencies();
  await buildIfStale();

  // These import packages, which are there only now.
  const { SITE, serve } = await import('./serve.mjs');
  if (line.experiment === undefined) {
    const { origin } = await serve(SITE, { port: line.port });
    return console.log(`The demo is at ${origin}/ (Ctrl-C ends it)`);
  }
  const { mountData } = await import('./data.mjs');
  const { train } = await import('./train.mjs');
  const { formatResult } = await import('./result-table.mjs');
  const { mounts, urls } = mountData(line.data);
  const server = await serve({ ...SITE, ...mounts }, { port: line.port });
  const { origin, close } = server;
  const say = line.json ? console.error : console.log;
  const dataUrls = urls.map((url) => new URL(url, origin).href);
  const result = await train(line, server, dataUrls);
  if (result) say(formatResult(result));
  if (result && line.json) console.log(JSON.stringify(result));
  if (!result || !process.stdin.isTTY || !process.stdout.isTTY) return close();
  say(`The demo is at ${origin}/ (Ctrl-C ends it)`);
}
