// Gives the page Jasmine's globals, which TensorFlow.js' specs call as they load: to be imported before them.
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util.js';
import jasmineRequire from 'jasmine-core/lib/jasmine-core/jasmine.js';

export const jasmine = jasmineRequire.core(jasmineRequire);
Object.assign(globalThis, { jasmine }, jasmineRequire.interface(jasmine, jasmine.getEnv()));

/** `wasm` or `cpu`: the backend as TensorFlow.js names it. */
const backendName = new URLSearchParams(location.search).get('backend');
// Specs that need a synchronous backend are left out without `isDataSync`.
setTestEnvs([{ name: 'test', backendName, isDataSync: true }]);
