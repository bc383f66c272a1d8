// Where on the horizontal axis an epoch lies: the phases of a run one after another, in epochs.

export interface Phase {
  name: string;
  start: number;
  /** Epochs. */
  length: number;
}

export interface Timeline {
  readonly phases: readonly Phase[];
  /** Makes sure that the phase is there. */
  enter(name: string, epochs: number): void;
  /** `epoch` counts from 0 at the phase's start and may be broken. */
  position(name: string, epoch: number): number;
  /** The phase at that position, and the epoch within it, from 0. */
  at(position: number): { phase: Phase | undefined; epoch: number };
  /** The end of the last phase. */
  readonly end: number;
}

export function createTimeline(): Timeline {
  const phases: Phase[] = [];
  const end = () => {
    const last = phases.at(-1);
    return last ? last.start + last.length : 1;
  };
  return {
    phases,
    get end() {
      return end();
    },
    enter(name, epochs) {
      if (phases.some((phase) => phase.name === name)) return;
      phases.push({ name, start: phases.length === 0 ? 0 : end(), length: epochs });
    },
    position: (name, epoch) => (phases.find((phase) => phase.name === name)?.start ?? 0) + epoch,
    at(position) {
      const phase = phases.find(({ start, length }) => position <= start + length) ?? phases.at(-1);
      return { phase, epoch: position - (phase?.start ?? 0) };
    },
  };
}

/** Which epoch of its phase an event is about: an octave is a phase of its own, as long as one epoch. */
export function withinPhase({
  unit,
  epoch,
  epochs,
}: {
  unit: 'epoch' | 'octave';
  epoch: number;
  epochs: number;
}) {
  return unit === 'epoch' ? { epoch, epochs } : { epoch: 1, epochs: 1 };
}
