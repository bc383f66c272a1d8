import { applyConstraints } from './constraints';
import { correctConvolutions } from './convolution';
import { correctBatchNormalization } from './normalization';
import { correctSoftmaxLayer } from './softmax';

/** Corrects layers of tfjs-layers, where it is loaded, and returns what undoes it. */
export function correctLayers(): (() => void)[] {
  return [applyConstraints(), correctBatchNormalization(), ...correctConvolutions(), correctSoftmaxLayer()];
}
