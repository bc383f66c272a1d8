// Marks on a chart where each phase of a run begins.
import type uPlot from 'uplot';
import { ink } from './ink';
import type { Phase } from './timeline';

/** A rule where each phase but the first begins, and each phase's name above its part. */
export function drawPhases({ ctx, bbox, valToPos }: uPlot, phases: readonly Phase[]): void {
  ctx.save();
  ctx.font = `${12 * devicePixelRatio}px ${ink('--text')}`;
  ctx.textAlign = 'left';
  ctx.fillStyle = ink('--muted');
  ctx.strokeStyle = ink('--margin');
  ctx.lineWidth = devicePixelRatio;
  for (const { name, start, length } of phases) {
    const [left, right] = [valToPos(start, 'x', true), valToPos(start + length, 'x', true)];
    ctx.fillText(name, left + 4 * devicePixelRatio, bbox.top - 5 * devicePixelRatio, right - left);
    if (start === 0) continue;
    ctx.beginPath();
    ctx.moveTo(left, 0);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
