// Serves a few files, and breaks off in the middle of them as often as it is told to.
import { createServer } from 'node:http';

const HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': '*',
  'Access-Control-Allow-Headers': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Content-Type': 'application/octet-stream',
};

/**
 * @param {Record<string, Uint8Array>} files by name
 * @returns {Promise<{ origin: string, cut: (times: number, at: number) => void, close: () => void }>} `cut` has so
 *   many answers from now on break off after that share of them
 */
export async function serveCutting(files) {
  let [left, share] = [0, 0];
  const server = createServer((request, response) => {
    const file = files[(request.url ?? '').slice(1).split('?')[0] ?? ''];
    if (request.method === 'OPTIONS') return void response.writeHead(204, HEADERS).end();
    if (!file) return void response.writeHead(404, HEADERS).end();
    const range = /^bytes=(\d+)-/.exec(request.headers.range ?? '');
    const from = range ? Number(range[1]) : 0;
    const body = file.subarray(from);
    response.writeHead(range ? 206 : 200, {
      ...HEADERS,
      'Content-Length': body.length,
      'Accept-Ranges': 'bytes',
      ...(range && { 'Content-Range': `bytes ${from}-${file.length - 1}/${file.length}` }),
    });
    if (left === 0) return void response.end(body);
    left -= 1;
    response.write(body.subarray(0, Math.floor(share * body.length)), () => response.destroy());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    cut(times, at) {
      [left, share] = [times, at];
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
