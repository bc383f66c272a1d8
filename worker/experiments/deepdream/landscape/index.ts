export { drawLandscape } from './draw-landscape';
