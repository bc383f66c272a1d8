// An optimizer's slots, by the variable that each belongs to. TensorFlow.js finds them by the variable's place in
// the list that it is called with, and takes another variable's where that list changes.
import { fill, tidy, util, type Variable } from '@tensorflow/tfjs-core';

/** As TensorFlow.js keeps and saves it; what is loaded has no owner yet. */
export interface SlotEntry {
  originalName: string;
  variable: Variable;
  owner?: Variable;
  /** The optimizer’s iterations when the slot was made; 0 where it is not known. */
  since?: number;
}

/** One of an optimizer's lists of slots: a variable of the shape of each trained variable. */
export interface Slot {
  readonly entries: (SlotEntry | undefined)[];
  readonly suffix: string;
  readonly initial?: number;
}

const ownedEntries = new WeakMap<Slot['entries'], WeakMap<Variable, SlotEntry>>();

/** The slot of a variable, which is made, or taken from what was loaded, when it is first asked for. */
export function slotOf(slot: Slot, owner: Variable, iterations: number): SlotEntry {
  return existing(slot, owner) ?? add(slot, own(slot, owner, make(slot, owner), iterations));
}

function make({ suffix, initial = 0 }: Slot, owner: Variable): SlotEntry {
  return {
    originalName: `${owner.name}/${suffix}`,
    variable: tidy(() => fill(owner.shape, initial).variable(false)),
  };
}

function existing(slot: Slot, owner: Variable): SlotEntry | undefined {
  const entry = ownedEntries.get(slot.entries)?.get(owner);
  if (entry && !entry.variable.isDisposed) return entry;
  const free = slot.entries.filter(
    (entry) => entry && !entry.owner && util.arraysEqual(entry.variable.shape, owner.shape),
  );
  // Variables of another session may have other names: then in the order in which they were saved.
  const loaded = free.find((entry) => entry?.originalName === `${owner.name}/${slot.suffix}`) ?? free[0];
  return loaded && own(slot, owner, loaded, loaded.since ?? 0);
}

function own({ entries }: Slot, owner: Variable, entry: SlotEntry, since: number): SlotEntry {
  let owned = ownedEntries.get(entries);
  if (!owned) {
    owned = new WeakMap();
    ownedEntries.set(entries, owned);
  }
  owned.set(owner, entry);
  return Object.assign(entry, { owner, since });
}

/** Takes the place of a slot whose variable is gone, if there is one, so that lists do not grow for ever. */
function add({ entries }: Slot, entry: SlotEntry): SlotEntry {
  const gone = entries.findIndex((old) => !old || old.variable.isDisposed || old.owner?.isDisposed);
  if (gone < 0) entries.push(entry);
  else {
    entries[gone]?.variable.dispose();
    entries[gone] = entry;
  }
  return entry;
}

/**
 * Lets TensorFlow.js' own code find each variable's slots at the variable's place.
 * @param apply TensorFlow.js' `applyGradients`, which makes the slots that are missing
 */
export function withSlotsInPlace(
  slots: readonly Slot[],
  owners: readonly Variable[],
  iterations: number,
  apply: () => void,
): void {
  const before = slots.map(({ entries }) => [...entries]);
  for (const slot of slots) {
    const placed = owners.map((owner) => existing(slot, owner));
    slot.entries.splice(0, Number.POSITIVE_INFINITY, ...placed);
  }
  try {
    apply();
  } finally {
    for (const [i, slot] of slots.entries()) {
      const used = [...slot.entries];
      slot.entries.splice(0, Number.POSITIVE_INFINITY, ...before[i]!);
      for (const [at, entry] of used.entries()) {
        if (entry && !entry.owner) add(slot, own(slot, owners[at]!, entry, iterations));
      }
    }
  }
}
