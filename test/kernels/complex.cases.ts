// Complex numbers and strings: transforms against their definition in float64, the rest against the CPU backend
// or, where that has none, against the same on both parts.
import type * as tfjs from '@tensorflow/tfjs-core';
import type { CaseFile, KernelCase } from './case';
import type { Random } from './random';

type Core = typeof tfjs;

/** The discrete Fourier transform of one row, as it is defined. */
function definition(re: Float32Array, im: Float32Array, inverse: boolean): [number[], number[]] {
  const n = re.length;
  const [outRe, outIm]: [number[], number[]] = [[], []];
  for (let k = 0; k < n; k++) {
    let [a, b] = [0, 0];
    for (let i = 0; i < n; i++) {
      const angle = ((inverse ? 2 : -2) * Math.PI * ((i * k) % n)) / n;
      a += re[i]! * Math.cos(angle) - im[i]! * Math.sin(angle);
      b += re[i]! * Math.sin(angle) + im[i]! * Math.cos(angle);
    }
    outRe.push(inverse ? a / n : a);
    outIm.push(inverse ? b / n : b);
  }
  return [outRe, outIm];
}

function transformCase(random: Random, n: number, inverse: boolean): KernelCase {
  const rows = 2;
  const [re, im] = [random.floats([rows, n]), random.floats([rows, n])];
  return {
    name: `${inverse ? 'inverse ' : ''}transform of ${n} numbers`,
    run(tf) {
      const x = tf.complex(tf.tensor(re, [rows, n]), tf.tensor(im, [rows, n]));
      const y = inverse ? tf.ifft(x) : tf.fft(x);
      return [tf.real(y), tf.imag(y)];
    },
    expected(tf) {
      const results = Array.from({ length: rows }, (_, row) =>
        definition(re.slice(row * n, (row + 1) * n), im.slice(row * n, (row + 1) * n), inverse),
      );
      return [0, 1].map((part) => tf.tensor2d(results.map((result) => result[part]!)));
    },
  };
}

/** `op` moves elements: of complex numbers it must do what it does to both parts. */
function movingCase(
  random: Random,
  name: string,
  shape: number[],
  op: (tf: Core, x: tfjs.Tensor) => tfjs.Tensor,
): KernelCase {
  const [re, im] = [random.floats(shape), random.floats(shape)];
  return {
    name: `${name} of complex numbers`,
    run(tf) {
      const y = op(tf, tf.complex(tf.tensor(re, shape), tf.tensor(im, shape)));
      return [tf.real(y), tf.imag(y)];
    },
    expected: (tf) => [op(tf, tf.tensor(re, shape)), op(tf, tf.tensor(im, shape))],
  };
}

export const cases: CaseFile = (random) => [
  ...[1, 2, 3, 4, 5, 7, 8, 12, 16, 31, 64, 97, 100, 255, 256, 1000].flatMap((n) => [
    transformCase(random, n, false),
    transformCase(random, n, true),
  ]),
  movingCase(random, 'slice', [4, 5, 6], (tf, x) => tf.slice(x, [1, 0, 2], [2, 5, 3])),
  movingCase(random, 'strided slice', [9, 8], (tf, x) => tf.stridedSlice(x, [1, 7], [8, 0], [2, -3])),
  movingCase(random, 'transpose', [3, 4, 5], (tf, x) => tf.transpose(x, [2, 0, 1])),
  movingCase(random, 'tile', [2, 3], (tf, x) => tf.tile(x, [2, 3])),
  movingCase(random, 'concat', [2, 3], (tf, x) => tf.concat([x, x], 1)),
  movingCase(random, 'stack', [2, 3], (tf, x) => tf.stack([x, x], 1)),
  movingCase(random, 'split', [4, 6], (tf, x) => tf.split(x, 3, 1)[1]!),
  movingCase(random, 'gather', [4, 6], (tf, x) => tf.gather(x, tf.tensor1d([3, 0, 3], 'int32'))),
  movingCase(random, 'reverse', [4, 6], (tf, x) => tf.reverse(x, 1)),
  movingCase(random, 'pad', [4, 6], (tf, x) =>
    tf.pad(x, [
      [1, 0],
      [2, 3],
    ]),
  ),
  movingCase(random, 'reshape', [4, 6], (tf, x) => tf.reshape(x, [3, 8]).clone()),
  {
    name: 'arithmetic of complex numbers, broadcast, and their sizes',
    run(tf) {
      const a = tf.complex(
        tf.tensor2d([
          [1, 2],
          [3, 4],
        ]),
        tf.tensor2d([
          [5, 6],
          [7, 8],
        ]),
      );
      const b = tf.complex([0.5, -1], [2, 0.25]);
      const results = [tf.add(a, b), tf.sub(a, b), tf.mul(a, b), tf.mul(a, 2)];
      return [...results.flatMap((y) => [tf.real(y), tf.imag(y)]), tf.abs(a), a.cast('float32')];
    },
    expected: (tf) =>
      [
        ...[
          [1.5, 1, 3.5, 3],
          [7, 6.25, 9, 8.25],
        ],
        ...[
          [0.5, 3, 2.5, 5],
          [3, 5.75, 5, 7.75],
        ],
        ...[
          [-9.5, -3.5, -12.5, -6],
          [4.5, -5.5, 9.5, -7],
        ],
        ...[
          [2, 4, 6, 8],
          [10, 12, 14, 16],
        ],
        ...[[26, 40, 58, 80].map(Math.sqrt), [1, 2, 3, 4]],
      ].map((values) => tf.tensor2d(values, [2, 2])),
  },
  {
    name: 'short-time Fourier transform of ones',
    run: (tf) => tf.abs(tf.signal.stft(tf.ones([8]) as tfjs.Tensor1D, 4, 2)),
    expected: (tf) =>
      tf.tensor2d([
        [2, 1, 0],
        [2, 1, 0],
        [2, 1, 0],
      ]),
  },
  ...[8, 9, 30].map((n): KernelCase => {
    const signal = random.floats([3, n]);
    return {
      name: `real transform of ${n} numbers and back`,
      run: (tf) => tf.irfft(tf.rfft(tf.tensor(signal, [3, n]))).slice([0, 0], [3, n % 2 ? 1 : n]),
      expected: (tf) =>
        n % 2
          ? tf.irfft(tf.rfft(tf.tensor(signal, [3, n]))).slice([0, 0], [3, 1])
          : tf.tensor(signal, [3, n]),
    };
  }),
];
