// Labelled pictures in memory.

export interface LabelledImages {
  /** Bytes, 0 to 255: [count, height, width, channels] */
  images: Uint8Array;
  /** [count], each from 0 to classes − 1 */
  labels: Uint8Array | Uint16Array;
}

/** Those with a label of `first` to `first + classes − 1`, relabelled from 0. */
export function selectClasses(
  { images, labels }: LabelledImages,
  first: number,
  classes: number,
): LabelledImages {
  const size = images.length / labels.length;
  const chosen = [...labels.keys()].filter((i) => labels[i]! >= first && labels[i]! < first + classes);
  const selected = new Uint8Array(chosen.length * size);
  for (const [row, index] of chosen.entries()) {
    selected.set(images.subarray(index * size, (index + 1) * size), row * size);
  }
  return { images: selected, labels: Uint8Array.from(chosen, (index) => labels[index]! - first) };
}
