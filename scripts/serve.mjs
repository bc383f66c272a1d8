// A web server for this machine alone: folders and files under URL prefixes, cross-origin isolated or not.
import { readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, dirname, join } from 'node:path';
import sirv from 'sirv';
import { root } from './run.mjs';
import { closeOnStop } from './stop.mjs';

/** What gives a page SharedArrayBuffer, and with it WASM threads. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** A page with nothing on it, for scripts that drive the package. */
export const BLANK_PAGE = '/blank.html';

/** The demo, the package, and the blank page. */
export const SITE = { '/': join(root, 'build/demo'), '/dist/': join(root, 'dist') };

/**
 * @param {Record<string, string>} mounts folder or file by URL prefix, which ends with a slash
 * @param {{ isolated?: boolean, port?: number }} [options] `port`: the one to prefer; else any that is free
 * @returns {Promise<{ origin: string, mount: (prefix: string, path: string) => void, close: () => Promise<void> }>}
 *   `mount` serves one more
 */
export async function serve(mounts, { isolated = true, port = 0 } = {}) {
  /** @type {{ prefix: string, handle: ReturnType<typeof handlerOf> }[]} the longest prefix first */
  const handlers = [];
  /** @param {string} prefix @param {string} path */
  const mount = (prefix, path) => {
    handlers.push({ prefix, handle: handlerOf(prefix, path) });
    handlers.sort((a, b) => b.prefix.length - a.prefix.length);
  };
  for (const [prefix, path] of Object.entries(mounts)) mount(prefix, path);
  const server = createServer((request, response) => {
    if (isolated) for (const [name, value] of Object.entries(ISOLATION)) response.setHeader(name, value);
    if (request.url === BLANK_PAGE) {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end('<!doctype html><html lang="en"><title>trainlab</title></html>');
      return;
    }
    /** @param {number} i */
    const from = (i) => {
      const handle = handlers[i]?.handle;
      if (handle) handle(request, response, () => from(i + 1));
      else response.writeHead(404).end();
    };
    from(0);
  });
  const taken = await listen(server, port).then(
    () => false,
    () => true,
  );
  if (taken) await listen(server, 0);
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = closeOnStop(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { origin: `http://127.0.0.1:${address.port}`, mount, close };
}

/**
 * @param {string} prefix
 * @param {string} path
 * @returns {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse, next: () => void) => void}
 */
function handlerOf(prefix, path) {
  const only = statSync(path, { throwIfNoEntry: false })?.isFile()
    ? `/${encodeURIComponent(basename(path))}`
    : null;
  const files = sirv(only ? dirname(path) : path, {
    dev: true,
    // A file that ends in .gz is to arrive as it lies there: unpacking it is the package's part.
    setHeaders: (response, name) => {
      if (/\.(gz|br)$/.test(name)) response.setHeader('Content-Encoding', 'identity');
    },
  });
  return (request, response, next) => {
    const url = request.url ?? '/';
    const inner = url.slice(prefix.length - 1);
    if (!url.startsWith(prefix) || (only && inner !== only)) return next();
    request.url = inner;
    files(request, response, () => {
      if (inner === '/' && isDirectory(path)) return list(path, response);
      request.url = url;
      next();
    });
  };
}

/**
 * A folder without a page answers with the names in it.
 * @param {string} folder
 * @param {import('node:http').ServerResponse} response
 */
function list(folder, response) {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(readdirSync(folder).sort()));
}

/** @param {string} path */
function isDirectory(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** @param {import('node:http').Server} server @param {number} port @returns {Promise<void>} */
function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
