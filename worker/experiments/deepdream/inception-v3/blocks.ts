// What InceptionV3 is made of (Szegedy et al., 2015, https://arxiv.org/abs/1512.00567), as Keras Applications has it.

/** One thing after another, or, as a fork, several side by side whose channels are joined. */
export type Block =
  /** A convolution without bias, batch normalisation and ReLU. */
  | {
      type: 'conv';
      filters: number;
      kernel: [height: number, width: number];
      stride: 1 | 2;
      padding: Padding;
    }
  /** Over 3 × 3 pixels. The average keeps the size; the maximum, with stride 2 and no padding, halves it. */
  | { type: 'averagePool' | 'maxPool' }
  | Fork;

export type Padding = 'same' | 'valid';

export interface Fork {
  type: 'fork';
  /** Of the layer that joins the branches; numbered like the other layers where absent. */
  name?: string;
  branches: Block[][];
}

const conv = (
  filters: number,
  height: number,
  width: number,
  padding: Padding = 'same',
  stride: 1 | 2 = 1,
): Block => ({
  type: 'conv',
  filters,
  kernel: [height, width],
  stride,
  padding,
});
const averagePool: Block = { type: 'averagePool' };
const maxPool: Block = { type: 'maxPool' };
const fork = (name: string | undefined, ...branches: Block[][]): Block => ({ type: 'fork', name, branches });

const stem = [
  conv(32, 3, 3, 'valid', 2),
  conv(32, 3, 3, 'valid'),
  conv(64, 3, 3),
  maxPool,
  conv(80, 1, 1, 'valid'),
  conv(192, 3, 3, 'valid'),
  maxPool,
];

const withFives = (name: string, pooled: number) =>
  fork(
    name,
    [conv(64, 1, 1)],
    [conv(48, 1, 1), conv(64, 5, 5)],
    [conv(64, 1, 1), conv(96, 3, 3), conv(96, 3, 3)],
    [averagePool, conv(pooled, 1, 1)],
  );

const withSevens = (name: string, inner: number) =>
  fork(
    name,
    [conv(192, 1, 1)],
    [conv(inner, 1, 1), conv(inner, 1, 7), conv(192, 7, 1)],
    [conv(inner, 1, 1), conv(inner, 7, 1), conv(inner, 1, 7), conv(inner, 7, 1), conv(192, 1, 7)],
    [averagePool, conv(192, 1, 1)],
  );

const withForks = (name: string, inner: string) =>
  fork(
    name,
    [conv(320, 1, 1)],
    [conv(384, 1, 1), fork(inner, [conv(384, 1, 3)], [conv(384, 3, 1)])],
    [conv(448, 1, 1), conv(384, 3, 3), fork(undefined, [conv(384, 1, 3)], [conv(384, 3, 1)])],
    [averagePool, conv(192, 1, 1)],
  );

/** The network without top, for pictures of three channels: from the picture to mixed10. */
export const steps: readonly Block[] = [
  ...stem, // [batch, 35, 35, 192] for pictures of 299 × 299
  withFives('mixed0', 32), // [batch, 35, 35, 256]
  withFives('mixed1', 64), // [batch, 35, 35, 288]
  withFives('mixed2', 64), // [batch, 35, 35, 288]
  fork(
    'mixed3',
    [conv(384, 3, 3, 'valid', 2)],
    [conv(64, 1, 1), conv(96, 3, 3), conv(96, 3, 3, 'valid', 2)],
    [maxPool],
  ), // [batch, 17, 17, 768]
  withSevens('mixed4', 128), // [batch, 17, 17, 768]
  withSevens('mixed5', 160), // [batch, 17, 17, 768]
  withSevens('mixed6', 160), // [batch, 17, 17, 768]
  withSevens('mixed7', 192), // [batch, 17, 17, 768]
  fork(
    'mixed8',
    [conv(192, 1, 1), conv(320, 3, 3, 'valid', 2)],
    [conv(192, 1, 1), conv(192, 1, 7), conv(192, 7, 1), conv(192, 3, 3, 'valid', 2)],
    [maxPool],
  ), // [batch, 8, 8, 1280]
  withForks('mixed9', 'mixed9_0'), // [batch, 8, 8, 2048]
  withForks('mixed10', 'mixed9_1'), // [batch, 8, 8, 2048]
];
