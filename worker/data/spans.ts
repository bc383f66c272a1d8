// Which pixels a part of a line covers, for scaling by area.

export type Span = [index: number, share: number][];

/** For each of `count` equal parts of a stretch of pixels: the pixels it covers, and what share of it each is. */
export function spans(count: number, start: number, length: number): Span[] {
  const step = length / count;
  return Array.from({ length: count }, (_, part) => {
    const from = start + part * step;
    const to = from + step;
    const span: Span = [];
    for (let i = Math.floor(from); i < to - 1e-9; i++) {
      span.push([i, (Math.min(to, i + 1) - Math.max(from, i)) / step]);
    }
    return span;
  });
}
