// The page that runs TensorFlow.js core's published specs: on our WASM backend, on the stock one, or on CPU.
import { jasmine } from './jasmine-globals.mjs';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { registerTrainingBackend } from '../../worker/kernels/index.ts';
import '@tensorflow/tfjs-core/dist/tests.js';

/** @typedef {{ name: string, status: string, message?: string }} SpecResult */

/**
 * @param {{ backend: 'ours' | 'stock' | 'cpu', threads: number, grep: string }} options
 * @returns {Promise<SpecResult[]>} what ran, in the order of the files
 */
async function runSpecs({ backend, threads, grep }) {
  if (backend === 'ours') await registerTrainingBackend({ wasmUrl: '/', threads });
  if (backend === 'stock') setWasmPaths('/');
  /** @type {SpecResult[]} */
  const results = [];
  const pattern = new RegExp(grep, 'i');
  const runner = jasmine.getEnv();
  runner.configure({
    random: false,
    specFilter: (spec) => pattern.test(nameOf(spec.getFullName())),
  });
  return new Promise((resolve) => {
    runner.addReporter({
      specStarted: ({ fullName }) => globalThis.reportSpec?.(nameOf(fullName)),
      specDone({ fullName, status, failedExpectations }) {
        if (status === 'excluded') return;
        results.push({ name: nameOf(fullName), status, message: failedExpectations[0]?.message });
      },
      jasmineDone: () => resolve(results),
    });
    runner.execute();
  });
}

/** The environment is part of each suite's name: `add test {} A + B`. */
function nameOf(fullName) {
  return fullName.replaceAll(' test {}', '');
}

globalThis.runSpecs = runSpecs;
