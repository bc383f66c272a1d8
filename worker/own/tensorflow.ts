/**
 * TensorFlow.js as the worker has it: core and layers under one name, as its union package gives them. Experiments of
 * a page's own take it from here, so that there is one copy: layers of another would not be known to this one.
 * @module
 */
export * from '@tensorflow/tfjs-core';
export * from '@tensorflow/tfjs-layers';
