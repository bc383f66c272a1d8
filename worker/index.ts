import { expose } from 'comlink';
import { createSession } from './session/session';

expose(createSession());
