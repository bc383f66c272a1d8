import { expose } from 'comlink';
import { createSession } from './session';

expose(createSession());
