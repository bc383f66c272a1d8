/**
 * Layers for pages that build their own models, or load saved ones that hold them.
 * @module trainlab/layers
 */
export { Antirectifier } from './antirectifier';
