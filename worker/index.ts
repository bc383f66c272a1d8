// The worker file: serves a lab with the six experiments, and says when it listens.
import { expose } from 'comlink';
import type { WorkerReady } from '../src/protocol';
import { experiments } from './experiments';
import { createSession } from './session/session';

expose(createSession(experiments));

const listening = () => postMessage({ trainlab: 'listening' } satisfies WorkerReady);
addEventListener('message', ({ data }) => {
  if (data?.trainlab === 'listening?') listening();
});
listening();
