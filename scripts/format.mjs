// Numbers and times as people read them.

/** @param {import('../src/protocol').Metrics} metrics */
export function formatMetrics(metrics) {
  return Object.entries(metrics)
    .map(([name, value]) => `${name} ${formatNumber(value)}`)
    .join(', ');
}

/** @param {number} value */
export function formatNumber(value) {
  if (Number.isInteger(value) && Math.abs(value) > 1) return String(value);
  return value === 0 || Math.abs(value) >= 0.001 ? value.toFixed(4) : value.toPrecision(3);
}

/** @param {number} ms */
export function formatDuration(ms) {
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
