// `trainlab/layers`: layers for pages that build their own models, or load saved ones that hold them.
export { Antirectifier } from './antirectifier';
