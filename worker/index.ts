// The worker file: serves a lab, and says when it listens.
import { expose } from 'comlink';
import type { WorkerReady } from '../src/protocol';
import { createSession } from './session';

expose(createSession());

const listening = () => postMessage({ trainlab: 'listening' } satisfies WorkerReady);
addEventListener('message', ({ data }) => {
  if (data?.trainlab === 'listening?') listening();
});
listening();
