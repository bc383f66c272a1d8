import type * as tfjs from '@tensorflow/tfjs-core';
import type { CaseFile, KernelCase } from './case';
import type { Random } from './random';

interface Resize {
  kind: 'ResizeNearestNeighbor' | 'ResizeBilinear';
  images: [number, number, number, number];
  size: [number, number];
  alignCorners: boolean;
  halfPixelCenters: boolean;
}

/** Forward against the CPU backend; the gradients against it where it is right, and as the forward's adjoint. */
export const cases: CaseFile = (random) => {
  const resizes = [...named, ...Array.from({ length: 40 }, () => anyResize(random))];
  return resizes.flatMap((resize) => [
    forward(resize, random),
    adjoint(resize, random),
    ...(cpuHasGradient(resize) ? [gradient(resize, random)] : []),
  ]);
};

const plain = { alignCorners: false, halfPixelCenters: false };
const named: Resize[] = [
  { kind: 'ResizeNearestNeighbor', images: [3, 7, 7, 128], size: [14, 14], ...plain },
  { kind: 'ResizeNearestNeighbor', images: [2, 14, 14, 16], size: [28, 28], ...plain },
  { kind: 'ResizeBilinear', images: [1, 40, 60, 3], size: [56, 84], ...plain },
  { kind: 'ResizeBilinear', images: [1, 1, 1, 1], size: [3, 3], alignCorners: true, halfPixelCenters: false },
  { kind: 'ResizeNearestNeighbor', images: [0, 4, 4, 3], size: [8, 8], ...plain },
];

function anyResize(random: Random): Resize {
  const side = () => random.integer(1, 13);
  const corners = random.pick(['neither', 'aligned', 'half'] as const);
  return {
    kind: random.pick(['ResizeNearestNeighbor', 'ResizeBilinear'] as const),
    images: [random.integer(1, 3), side(), side(), random.pick([1, 3, 4, 6, 16])],
    size: [side(), side()],
    alignCorners: corners === 'aligned',
    halfPixelCenters: corners === 'half',
  };
}

function describe({ kind, images, size, alignCorners, halfPixelCenters }: Resize): string {
  return `${kind} [${images}] to ${size}${alignCorners ? ', aligned' : ''}${halfPixelCenters ? ', half pixels' : ''}`;
}

function run(tf: typeof tfjs, name: string, inputs: object, resize: Resize): tfjs.Tensor4D {
  const { size, alignCorners, halfPixelCenters } = resize;
  const attrs = { size, alignCorners, halfPixelCenters };
  return tf.engine().runKernel(name, inputs as tfjs.NamedTensorMap, attrs) as tfjs.Tensor4D;
}

function forward(resize: Resize, random: Random): KernelCase {
  const x = random.floats(resize.images);
  return {
    name: describe(resize),
    run: (tf) => run(tf, resize.kind, { images: tf.tensor4d(x, resize.images) }, resize),
  };
}

function dyShape({ images, size }: Resize): [number, number, number, number] {
  return [images[0], ...size, images[3]];
}

/** The CPU backend ignores half pixels, and never comes back where an aligned side has one pixel. */
function cpuHasGradient({ images, halfPixelCenters, alignCorners }: Resize): boolean {
  return !halfPixelCenters && !(alignCorners && (images[1] === 1 || images[2] === 1));
}

/** Image by image on the CPU backend, whose gradients go wrong beyond the first, and return exchanged sides. */
function gradient(resize: Resize, random: Random): KernelCase {
  const shape = dyShape(resize);
  const values = random.floats(shape);
  return {
    name: `${describe(resize)}, gradient`,
    run: (tf) => {
      const images = tf.zeros(resize.images);
      const dy = tf.tensor4d(values, shape);
      if (tf.getBackend() !== 'cpu') return run(tf, `${resize.kind}Grad`, { images, dy }, resize);
      if (resize.images[0] === 0) return images;
      const parts = tf.split(dy, resize.images[0]).map((part) => {
        const [, ...image] = resize.images;
        const one = run(tf, `${resize.kind}Grad`, { images: tf.zeros([1, ...image]), dy: part }, resize);
        return one.reshape([1, ...image]);
      });
      return tf.concat(parts);
    },
  };
}

/** The sum of resize(x) * dy is the sum of x * gradient(dy). */
function adjoint(resize: Resize, random: Random): KernelCase {
  const shape = dyShape(resize);
  const x = random.floats(resize.images);
  const dy = random.floats(shape);
  return {
    name: `${describe(resize)}, adjoint`,
    run: (tf) => {
      if (tf.getBackend() === 'cpu') return tf.scalar(0);
      const images = tf.tensor4d(x, resize.images);
      const weights = tf.tensor4d(dy, shape);
      const y = run(tf, resize.kind, { images }, resize);
      const dx = run(tf, `${resize.kind}Grad`, { images, dy: weights }, resize);
      const scale = Math.max(1, Math.sqrt(weights.size));
      return tf.sub(tf.sum(tf.mul(y, weights)), tf.sum(tf.mul(images, dx))).div(scale);
    },
  };
}
