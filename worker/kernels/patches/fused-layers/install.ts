import { installFusedConvolutions } from './convolution';
import { installFusedDense } from './dense';
import { installFusedDepthwise } from './depthwise';

let restore: (() => void) | undefined;

/**
 * Fuses the layers of tfjs-layers that have a kernel for it, and lets only those of their gradients be
 * computed that somebody asks for: TensorFlow.js' own fused operations compute all, those of frozen weights
 * and of a network's input too. Calling it again changes nothing.
 * @returns a function that undoes it
 */
export function installFusedLayers(): () => void {
  if (restore) return restore;
  const undo = [...installFusedConvolutions(), ...installFusedDepthwise(), ...installFusedDense()];
  restore = () => {
    for (const put of undo.reverse()) put();
    restore = undefined;
  };
  return restore;
}
