// The graphics processor, where the browser gives it to workers.
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import '@tensorflow/tfjs-backend-webgpu';
import { backend } from '@tensorflow/tfjs-core';
import { installCorrections } from '../kernels/patches/corrections/install';
import { installOptimizers } from '../kernels/patches/optimizers/install';
import { registerWebgpuRandom } from '../kernels/webgpu/random';
import type { OpenBackend } from './open';

export const open: OpenBackend = async ({ backends }) => {
  if (!navigator.gpu) throw new Error('this browser offers no WebGPU to workers here');
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('there is no graphics adapter');
  const device = nameOf(adapter.info);
  // On a processor's own cores WASM is many times faster: software rendering serves only to test.
  if (isSoftware(adapter) && backends.length > 1) {
    throw new Error(`the only graphics adapter is software (${device})`);
  }
  registerWebgpuRandom();
  installCorrections();
  installOptimizers();
  return { threads: 1, device, lost };
};

async function lost(): Promise<string> {
  const { device } = backend() as WebGPUBackend;
  const { message } = await device.lost;
  return `The graphics processor was lost${message ? ` (${message.trim().replace(/\.$/, '')})` : ''}.`;
}

function nameOf({ description, vendor, architecture }: GPUAdapterInfo): string {
  return description || `${vendor} ${architecture}`.trim() || 'unnamed adapter';
}

function isSoftware({ info, ...adapter }: GPUAdapter & { isFallbackAdapter?: boolean }): boolean {
  if (info.isFallbackAdapter || adapter.isFallbackAdapter) return true;
  return /swiftshader|llvmpipe|lavapipe|basic render|software/i.test(
    `${info.vendor} ${info.architecture} ${info.device} ${info.description}`,
  );
}
