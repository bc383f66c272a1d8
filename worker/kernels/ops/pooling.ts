// Pooling and its gradients.
import { backend_util, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core';
import { avgPoolGradArguments, maxPoolArguments, maxPoolGradArguments } from '../runtime/assembly-layouts';
import type { TrainingKernel, Wasm } from '../runtime/kernel';
import { type ConvShape, convShape } from './convolution-shape';
import { sizeOf } from './shape';

interface PoolAttrs {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Works out a 2-D pooling of channels-last images from TensorFlow.js' attributes. */
function poolShape(inputShape: readonly number[], attrs: object): ConvShape {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as PoolAttrs;
  const images = inputShape as [number, number, number, number];
  const info = backend_util.computePool2DInfo(images, filterSize, strides, 1, pad, dimRoundingMode);
  if (info.outHeight < 0 || info.outWidth < 0) {
    throw new Error(`A window [${filterSize}] does not fit into images [${inputShape}].`);
  }
  return convShape(info);
}

/** Output rows that are worth handing to a thread. */
function poolGrain(shape: ConvShape): number {
  const work = shape.outWidth * shape.channels * shape.filterHeight * shape.filterWidth;
  return Math.ceil(GRAIN / Math.max(1, work));
}

const GRAIN = 32_768; // values looked at

/** dx, which `run` adds up, of one of the gradients of assembly/pooling.ts. */
function poolGradient(
  wasm: Wasm,
  { x, dy, attrs }: { x: TensorInfo; dy: TensorInfo; attrs: NamedAttrMap },
  run: (shape: ConvShape & GradientUnits, dx: number, grain: number) => void,
): TensorInfo {
  // As the forward pass went: TensorFlow.js does not tell the gradient how it rounded, but dy's shape does.
  const [, outHeight, outWidth] = dy.shape as [number, number, number, number];
  const shape = { ...poolShape(x.shape, attrs), outHeight, outWidth };
  const dx = wasm.output(x.shape);
  const address = wasm.address(dx);
  if (outHeight * outWidth === 0) {
    wasm.parallel('clearFloats', [address], sizeOf(x.shape), 65_536);
    return dx;
  }
  const units = gradientUnits(shape);
  run({ ...shape, ...units }, address, Math.ceil(poolGrain(shape) / units.unitRows));
  return dx;
}

interface GradientUnits {
  unitRows: number;
  unitChannels: number;
  units: number;
}

/** A unit must own all of dx that it adds to: rows, or, where windows overlap, images and blocks of channels. */
function gradientUnits(shape: ConvShape): GradientUnits {
  const { batch, channels, outHeight } = shape;
  if (shape.strideHeight >= shape.filterHeight) {
    return { unitRows: 1, unitChannels: Math.max(1, channels), units: batch * outHeight };
  }
  const blocks = Math.max(1, Math.min(Math.floor(channels / 16), Math.ceil(UNITS / batch)));
  const unitChannels = Math.max(4, Math.ceil(channels / blocks / 4) * 4);
  return { unitRows: outHeight, unitChannels, units: batch * Math.ceil(channels / unitChannels) };
}

const UNITS = 32; // that even eight threads share out well

/** MaxPool or AvgPool: x [batch, height, width, channels]. */
function pooling(name: 'MaxPool' | 'AvgPool', exported: 'maxPool' | 'avgPool'): TrainingKernel {
  return {
    name,
    run({ inputs, attrs }, wasm) {
      const x = inputs.x!;
      if (x.dtype !== 'float32') return wasm.stock(name, { inputs, attrs });
      const shape = poolShape(x.shape, attrs);
      const y = wasm.output([shape.batch, shape.outHeight, shape.outWidth, shape.channels]);
      const args = maxPoolArguments({ ...shape, x: wasm.address(x), y: wasm.address(y) });
      wasm.parallel(exported, args, shape.batch * shape.outHeight, poolGrain(shape));
      return y;
    },
  };
}

/** MaxPoolGrad: dy goes to each window's first largest value, as on the CPU backend. */
const maxPoolGrad: TrainingKernel = {
  name: 'MaxPoolGrad',
  run({ inputs, attrs }, wasm) {
    const x = inputs.input!;
    const dy = inputs.dy!;
    if (x.dtype !== 'float32') return wasm.stock('MaxPoolGrad', { inputs, attrs });
    return poolGradient(wasm, { x, dy, attrs }, (shape, dx, grain) => {
      const args = maxPoolGradArguments({ ...shape, x: wasm.address(x), dy: wasm.address(dy), dx });
      wasm.parallel('maxPoolGrad', args, shape.units, grain);
    });
  },
};

/** AvgPoolGrad: dy / (filter height × width) for every place of a window, as on the CPU backend. */
const avgPoolGrad: TrainingKernel = {
  name: 'AvgPoolGrad',
  run({ inputs, attrs }, wasm) {
    const x = inputs.input!;
    const dy = inputs.dy!;
    return poolGradient(wasm, { x, dy, attrs }, (shape, dx, grain) => {
      const args = avgPoolGradArguments({ ...shape, dy: wasm.address(dy), dx });
      wasm.parallel('avgPoolGrad', args, shape.units, grain);
    });
  },
};

export const poolingKernels: readonly TrainingKernel[] = [
  pooling('MaxPool', 'maxPool'),
  pooling('AvgPool', 'avgPool'),
  maxPoolGrad,
  avgPoolGrad,
];
