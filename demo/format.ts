// Numbers and names as the page writes them.

const whole = new Intl.NumberFormat('en');
const exact = new Intl.NumberFormat('en', { maximumSignificantDigits: 15 });
const oneDecimal = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A bound of a hyperparameter: 60000 → `60,000`, 0.000001 → `0.000001`. */
export const number = (value: number): string => exact.format(value);

export const count = (value: number): string => whole.format(value);

/** 0.4217 → `42 %`. */
export const percent = (fraction: number): string => `${Math.floor(fraction * 100)} %`;

export const rate = (perSecond: number): string =>
  perSecond >= 100 ? whole.format(Math.round(perSecond)) : oneDecimal.format(perSecond);

/** 75,400 ms → `1 min 15 s`. */
export function duration(ms: number): string {
  if (ms < 950) return `${Math.round(ms)} ms`;
  if (ms < 9950) return `${oneDecimal.format(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A metric's value by the custom of its name: accuracies as percentages, the rest to three digits. */
export function metric(name: string, value: number | undefined): string {
  if (value === undefined) return '–';
  if (!Number.isFinite(value)) return String(value);
  if (isCount(name)) return whole.format(value);
  if (isShare(name)) return `${(value * 100).toFixed(value > 0.9 ? 2 : 1)} %`;
  return value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(1) : value.toFixed(3);
}

/** Whether a metric counts something, such as the steps taken. */
export const isCount = (name: string): boolean => name === 'steps';

/** Whether a metric lies between 0 and 1 by its nature. */
export const isShare = (name: string): boolean => /accuracy$/i.test(name);

/** `batchSize` → `Batch size`, `valLoss` → `Val loss`. */
export function words(camelCase: string): string {
  const spaced = camelCase.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** The metric that `valLoss` and `loss` share, and which of the two this is. */
export function splitMetric(name: string): { base: string; validation: boolean } {
  if (!/^val[A-Z]/.test(name)) return { base: name, validation: false };
  return { base: name.charAt(3).toLowerCase() + name.slice(4), validation: true };
}

/** A metric as a table's heading: `Loss`, `Loss, validation`. */
export function metricTitle(name: string): string {
  const { base, validation } = splitMetric(name);
  return validation ? `${words(base)}, validation` : words(base);
}

export const backendTitles = { webgpu: 'WebGPU', wasm: 'WASM', cpu: 'CPU' } as const;
