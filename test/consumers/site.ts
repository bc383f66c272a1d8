// A static web server as a host would set it up: folders, headers, redirects, an index page for all that is missing.
import { createServer, type ServerResponse } from 'node:http';
import sirv from 'sirv';

export interface Site {
  /** Folders with the prefix of their address, which begins and ends with a slash; the first that has a file gives it. */
  folders: [prefix: string, folder: string][];
  /** Addresses that it has no file for. */
  lacks?: RegExp;
  headers?: Record<string, string>;
  /** Where to send those who ask for an address; nothing where it is to be answered. */
  redirect?: (path: string) => string | undefined;
  /** What answers, with status 200, for each file that is not there. */
  fallback?: string;
  /** How long the answer for an address takes, in ms. */
  delay?: (path: string) => number;
}

/** What a page needs to be cross-origin isolated, and so for WASM threads. */
export const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** What a host of files for other origins sends, isolated pages among them. */
export const SHARED = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

export async function serveSite(site: Site): Promise<{ origin: string; close: () => Promise<void> }> {
  const handlers = site.folders.map(([prefix, folder]) => [prefix, sirv(folder, { dev: true })] as const);
  const server = createServer(async (request, response) => {
    const url = request.url ?? '/';
    const path = url.split('?')[0]!;
    for (const [name, value] of Object.entries(site.headers ?? {})) response.setHeader(name, value);
    const elsewhere = site.redirect?.(path);
    if (elsewhere !== undefined) {
      response.writeHead(302, { Location: elsewhere }).end();
      return;
    }
    const delay = site.delay?.(path) ?? 0;
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    const rest = site.lacks?.test(path) ? [] : handlers.filter(([prefix]) => url.startsWith(prefix));
    const next = () => {
      const [prefix, handle] = rest.shift() ?? [];
      if (!prefix || !handle) return missing(response, site.fallback);
      request.url = url.slice(prefix.length - 1);
      handle(request, response, next);
    };
    next();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function missing(response: ServerResponse, fallback: string | undefined): void {
  if (fallback === undefined) response.writeHead(404).end();
  else response.setHeader('Content-Type', 'text/html; charset=utf-8').end(fallback);
}
