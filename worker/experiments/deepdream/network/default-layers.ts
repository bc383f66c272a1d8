// What a network dreams on where nobody says.
import { embeddedLayers } from '../embedded-network';

type Coefficients = Readonly<Record<string, number>>;

/** Of networks that are known by their layers' names; the first whose names are all there is taken. */
const KNOWN: readonly Coefficients[] = [
  embeddedLayers,
  // Keras' deep_dream
  { mixed2: 0.2, mixed3: 0.5, mixed4: 2, mixed5: 1.5 },
  // MobileNet v1
  { conv_pw_7_relu: 1, conv_pw_9_relu: 1, conv_pw_11_relu: 2 },
];

/** Where features end and classes begin. */
const HEAD = /^(Flatten|Reshape|Global.*|Dense|MatMul|Mean|Softmax)$/;
const FEATURES = /^(Activation|ReLU|LeakyReLU|ELU|Add|Concatenate|Relu6?|Elu|AddV2|ConcatV2)$/;
const CONVOLUTION = /Conv/;

/**
 * @param layers of the network, in their order
 * @returns coefficients of the layers to dream on, at least one where there is any layer
 */
export function defaultLayers(layers: readonly { name: string; type: string }[]): Coefficients {
  const names = new Set(layers.map(({ name }) => name));
  const known = KNOWN.find((coefficients) => Object.keys(coefficients).every((name) => names.has(name)));
  if (known) return known;
  const end = layers.findIndex(({ type }) => HEAD.test(type));
  const body = end > 0 ? layers.slice(0, end) : layers;
  const activations = body.filter(({ type }) => FEATURES.test(type));
  const convolutions = body.filter(({ type }) => CONVOLUTION.test(type));
  const candidates = [activations, convolutions, body].find(({ length }) => length > 0) ?? [];
  // In the middle shapes and textures, further on parts of things.
  const chosen = [0.5, 0.8].map((share) => candidates[Math.floor(share * candidates.length)]!.name);
  return Object.fromEntries(chosen.map((name) => [name, 1]));
}
