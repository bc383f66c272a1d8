// The values of one metric: a line for batches, for training and for validation, each in as many pieces as phases.
import uPlot from 'uplot';
import { type Line, thinned } from './thinned';

export type Kind = 'batch' | 'train' | 'validation';

const kinds: readonly Kind[] = ['batch', 'train', 'validation'];

export interface MetricLines {
  push(phase: string, kind: Kind, x: number, y: number): void;
  /** The newest value of that kind. */
  latest(kind: Kind): number | undefined;
  /** The first epoch that ends at `x` or later: where, and its values. */
  epochFrom(x: number): { x: number; train: number; validation: number | undefined } | undefined;
  /** All lines over one axis, as uPlot takes them. */
  aligned(): uPlot.AlignedData;
}

/** How far behind its last point a piece is cut from the next: a place of its own, too near to be seen. */
const cutWidth = 1e-6;
/** uPlot's join: a cut reaches to the line's own next point, across the points of other lines between. */
const expand = 2;

export function createMetricLines(): MetricLines {
  // Phases may take turns, so each keeps its pieces apart.
  const pieces: Record<Kind, Map<string, Line & { push(x: number, y: number): void }>> = {
    batch: new Map(),
    train: new Map(),
    validation: new Map(),
  };
  const latest: Partial<Record<Kind, number>> = {};

  const joined = (kind: Kind): Line => {
    const xs: number[] = [];
    const ys: (number | null)[] = [];
    const ordered = [...pieces[kind].values()].sort((a, b) => (a.xs[0] ?? 0) - (b.xs[0] ?? 0));
    for (const piece of ordered) {
      xs.push(...piece.xs, (piece.xs.at(-1) ?? 0) + cutWidth);
      ys.push(...piece.ys, null);
    }
    return { xs, ys };
  };

  return {
    push(phase, kind, x, y) {
      const piece = pieces[kind].get(phase) ?? (kind === 'batch' ? thinned() : whole());
      pieces[kind].set(phase, piece);
      piece.push(x, y);
      latest[kind] = y;
    },
    latest: (kind) => latest[kind],
    epochFrom(x) {
      const [train, validation] = [joined('train'), joined('validation')];
      const i = train.xs.findIndex((at, k) => at >= x && train.ys[k] !== null);
      if (i < 0) return undefined;
      const at = train.xs[i]!;
      return {
        x: at,
        train: train.ys[i]!,
        validation: validation.ys[validation.xs.indexOf(at)] ?? undefined,
      };
    },
    aligned() {
      const lines = kinds.map(joined);
      return uPlot.join(
        lines.map(({ xs, ys }) => [xs, ys]),
        lines.map(() => [expand, expand]),
      );
    },
  };
}

function whole(): Line & { push(x: number, y: number): void } {
  const line: Line = { xs: [], ys: [] };
  return {
    ...line,
    push(x, y) {
      line.xs.push(x);
      line.ys.push(y);
    },
  };
}
