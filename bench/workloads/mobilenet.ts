import { initializers, type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import type { Random } from '../../worker/training/random';

/** [filters, strides] of the separable convolutions up to `conv_pw_11`. */
const PLAN = [
  ...[[64, 1] as const, [128, 2] as const, [128, 1] as const, [256, 2] as const, [256, 1] as const],
  ...[[512, 2] as const, ...Array.from({ length: 5 }, () => [512, 1] as const)],
];

/**
 * MobileNet v1 1.0 for pictures of 224 × 224 (Howard et al., 2017), up to its layer `conv_pw_11_relu`
 * [batch, 14, 14, 512], with random weights.
 */
export function buildMobilenet(random: Random): LayersModel {
  const seeded = () => initializers.heNormal({ seed: random.word() });
  const conv = (filters: number, kernelSize: number, more: object = {}) =>
    layers.conv2d({ filters, kernelSize, useBias: false, kernelInitializer: seeded(), ...more });
  const normalized = () => [layers.batchNormalization({}), layers.reLU({ maxValue: 6 })];
  const shrunk = (strides: number) =>
    strides === 1
      ? ({ strides, padding: 'same' } as const)
      : // Padded below and to the right, as Keras does.
        ({ strides, padding: 'valid' } as const);
  const room = (strides: number) =>
    strides === 1
      ? []
      : [
          layers.zeroPadding2d({
            padding: [
              [0, 1],
              [0, 1],
            ],
          }),
        ];
  return sequential({
    layers: [
      layers.inputLayer({ inputShape: [224, 224, 3] }),
      ...[...room(2), conv(32, 3, shrunk(2)), ...normalized()],
      ...PLAN.flatMap(([filters, strides]) => [
        ...room(strides),
        layers.depthwiseConv2d({
          ...{ kernelSize: 3, useBias: false, depthwiseInitializer: seeded(), ...shrunk(strides) },
        }),
        ...normalized(),
        ...[conv(filters, 1), ...normalized()],
      ]),
    ],
  });
}
