// A server of one file that counts who asks, and can be told to break off or to wait.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FileServer {
  url: string;
  /** Requests so far. */
  requests: number;
  /** How it answers from now on; `whole` at first. */
  behaviour: 'whole' | 'break off halfway' | 'wait halfway' | 'not found';
  /** What it serves from now on. */
  bytes: Uint8Array;
  /** Whether it tells the length. */
  tellsLength: boolean;
  close(): Promise<void>;
}

export async function serveFile(bytes: Uint8Array): Promise<FileServer> {
  const server = createServer((_, response) => {
    state.requests += 1;
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Content-Type', 'application/octet-stream');
    if (state.tellsLength) response.setHeader('Content-Length', state.bytes.length);
    void answer(response);
  });

  async function answer(response: ServerResponse): Promise<void> {
    if (state.behaviour === 'not found') {
      response.removeHeader('Content-Length');
      response.writeHead(404).end();
      return;
    }
    // In pieces, so that the download has something to report.
    const piece = Math.ceil(state.bytes.length / 8);
    for (let at = 0; at < state.bytes.length; at += piece) {
      if (state.behaviour !== 'whole' && at >= state.bytes.length / 2) {
        if (state.behaviour === 'break off halfway') response.destroy();
        return;
      }
      response.write(state.bytes.subarray(at, at + piece));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    response.end();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const state: FileServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/weights.h5`,
    requests: 0,
    behaviour: 'whole',
    bytes,
    tellsLength: true,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return state;
}
