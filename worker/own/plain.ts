// What an experiment of a page's own may hand out: data that crosses the boundary and means the same there.

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether it can be sent to the page. Tensors are not: they would arrive without their values. */
export function isPlain(value: unknown): boolean {
  if (holdsTensor(value, 3)) return false;
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

/** @param depth how many levels of objects and lists to look into */
function holdsTensor(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  if ('dataId' in value && 'dtype' in value) return true;
  return depth > 0 && Object.values(value).some((inner) => holdsTensor(inner, depth - 1));
}
