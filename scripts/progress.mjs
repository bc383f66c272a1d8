// The progress of a training in the terminal: a live bar, or lines now and then where it is not a terminal.
import { MultiBar } from 'cli-progress';
import { formatDuration, formatMetrics } from './format.mjs';

/** @typedef {import('../src/protocol').AnyRunEvent} AnyRunEvent */
/** @typedef {import('../src/protocol').ProgressEvent} ProgressEvent */
/** @typedef {{ hear: (event: AnyRunEvent) => void, end: () => void }} Progress */

const INTERVAL = 10_000; // ms between two lines that tell only how far it is
const FORMAT = '{bar} {percentage}% | step {step}/{steps} | {metrics} | {speed} steps/s | ETA {left}';

/**
 * @param {NodeJS.WriteStream} stream
 * @returns {Progress}
 */
export function showProgress(stream) {
  return stream.isTTY ? showBar(stream) : showLines(stream);
}

/** @param {NodeJS.WriteStream} stream @returns {Progress} */
function showBar(stream) {
  const bars = new MultiBar({ stream, format: FORMAT, barsize: 20, hideCursor: true, clearOnComplete: true });
  const bar = bars.create(1, 0, { metrics: 'preparing', step: 0, steps: '-', speed: '-', left: '-' });
  let metrics = '';
  return {
    hear(event) {
      if (event.type === 'batch') metrics = formatMetrics(event.metrics);
      if (event.type === 'progress') {
        const { fraction, step, steps, stepsPerSecond } = event;
        bar.update(fraction, {
          metrics,
          step,
          steps,
          speed: stepsPerSecond.toFixed(1),
          left: formatEta(event),
        });
      }
      const line = lineOf(event);
      if (line) bars.log(`${line}\n`);
    },
    end: () => bars.stop(),
  };
}

/** @param {NodeJS.WriteStream} stream @returns {Progress} */
function showLines(stream) {
  let metrics = '';
  let last = Date.now();
  return {
    hear(event) {
      if (event.type === 'batch') metrics = formatMetrics(event.metrics);
      if (event.type === 'progress' && Date.now() - last >= INTERVAL) {
        last = Date.now();
        const speed = `${event.stepsPerSecond.toFixed(1)} steps/s`;
        stream.write(`step ${event.step}/${event.steps} | ${metrics} | ${speed} | ETA ${formatEta(event)}\n`);
      }
      const line = lineOf(event);
      if (line) stream.write(`${line}\n`);
    },
    end() {},
  };
}

/** @param {AnyRunEvent} event @returns {string | undefined} a line for what is worth one */
function lineOf(event) {
  if (event.type === 'warning') return `Warning: ${event.message}`;
  if (event.type === 'status') return event.fraction === undefined ? event.message : undefined;
  if (event.type === 'epoch') {
    const { phase, unit, epoch, epochs, metrics, durationMs } = event;
    const place = unit === 'epoch' ? `${phase}, epoch ${epoch}/${epochs}` : `${phase} of ${epochs}`;
    return `${place}: ${formatMetrics(metrics)} (${formatDuration(durationMs)})`;
  }
}

/** @param {ProgressEvent} event */
function formatEta({ eta }) {
  return eta === null ? '-' : formatDuration(eta * 1000);
}
