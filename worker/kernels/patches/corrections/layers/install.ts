import { regularizeActivities } from './activity';
import { correctAttention } from './attention';
import { correctConvolutions } from './convolution';
import { correctConcatenate } from './merge';
import { correctMetrics } from './metrics';
import { correctBatchNormalization } from './normalization';
import { maskGlobalAveragePooling } from './pooling';
import { collectCellLosses, keepActivityRegularizers, startRemembering } from './recurrent';
import { correctResizing } from './resizing';
import { correctCenterCrop, correctOutputShapes } from './shapes';
import { correctSoftmaxLayer } from './softmax';
import { correctTraining } from './training';

/** Corrects layers of tfjs-layers, where it is loaded, and returns what undoes it. */
export function correctLayers(): (() => void)[] {
  return [
    correctTraining(),
    regularizeActivities(),
    ...collectCellLosses(),
    ...keepActivityRegularizers(),
    ...startRemembering(),
    correctMetrics(),
    ...correctAttention(),
    correctBatchNormalization(),
    correctCenterCrop(),
    correctConcatenate(),
    ...correctConvolutions(),
    ...correctOutputShapes(),
    ...correctResizing(),
    correctSoftmaxLayer(),
    ...maskGlobalAveragePooling(),
  ];
}
