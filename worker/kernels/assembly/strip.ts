import { ConvPlan } from './conv-plan';
import { clear, copy } from './copy';

/** Copies the input of a strip of output rows that begins with `row`, zeros where the window leaves the image. */
export function copyStrip(plan: ConvPlan, image: usize, row: i32, to: usize): void {
  const top = row * plan.strideHeight - plan.padTop;
  const width = plan.inWidth;
  const padded = plan.paddedWidth;
  const pixel = (<usize>plan.channels) << 2;
  const rowBytes = <usize>padded * pixel;
  // Columns [from, until) of the padded row are in the image.
  const from = min(max(plan.padLeft, 0), padded);
  const until = max(min(width + plan.padLeft, padded), from);
  for (let i = 0; i < plan.paddedHeight; i++, to += rowBytes) {
    const y = top + i;
    if (y < 0 || y >= plan.inHeight) {
      clear(to, rowBytes);
      continue;
    }
    clear(to, <usize>from * pixel);
    const source = image + <usize>(y * width + from - plan.padLeft) * pixel;
    copy(to + <usize>from * pixel, source, <usize>(until - from) * pixel);
    clear(to + <usize>until * pixel, <usize>(padded - until) * pixel);
  }
}

/** Where in the input a strip that is not copied begins. */
export function stripInPlace(plan: ConvPlan, image: usize, row: i32): usize {
  const top = row * plan.strideHeight - plan.padTop;
  return image + ((<usize>((top * plan.inWidth - plan.padLeft) * plan.channels)) << 2);
}
