import type { NetworkLayer } from '../../src/protocol';
import { defaultLayers } from './default-layers';
import { inceptionV3Layers } from './inception-v3';

/** Classes by the beginning of Keras' names. */
const TYPES: readonly [prefix: string, type: string][] = [
  ['conv2d', 'Conv2D'],
  ['batch_normalization', 'BatchNormalization'],
  ['activation', 'Activation'],
  ['max_pooling2d', 'MaxPooling2D'],
  ['average_pooling2d', 'AveragePooling2D'],
];

/** The layers of InceptionV3, without its weights. */
export function describeInceptionV3(): NetworkLayer[] {
  const layers = inceptionV3Layers().map(({ name, channels }) => {
    const [, type = 'Concatenate'] = TYPES.find(([prefix]) => name.startsWith(prefix)) ?? [];
    return { name, type, shape: [null, null, channels], fixedSize: false };
  });
  const defaults = defaultLayers(layers);
  return layers.map((layer) => ({ ...layer, coefficient: defaults[layer.name] ?? 0 }));
}

/** The first layer behind which all these layers lie: branches run side by side and are joined in `mixed0` to `mixed10`. */
export function joinBehind(targets: readonly string[]): string {
  const names = inceptionV3Layers().map(({ name }) => name);
  const last = Math.max(...targets.map((target) => names.indexOf(target)));
  return names.slice(last).find((name) => /^mixed\d+$/.test(name))!;
}
