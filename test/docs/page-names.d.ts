// What the samples in README and guides take for granted: parts of the page that they stand in, and what earlier
// samples made. A sample imports all else itself.
import type { BackendName, Lab, Run } from 'trainlab';

declare global {
  const lab: Lab;
  const run: Run;
  const canvas: HTMLCanvasElement;
  const context: CanvasRenderingContext2D;
  const bar: HTMLProgressElement;
  const left: HTMLElement;
  const file: File;
  const files: FileList;
  const signal: AbortSignal;
  const backend: BackendName;
  function plot(epoch: number, metrics: Record<string, number>): void;
  function show(...what: unknown[]): void;
}
