// Draws SVG for the worker, which cannot.

const NAMES = /\.svgz?$/i;

/** Whether a file is an SVG, by its type or its name. */
export function isSvg(blob: Blob): boolean {
  return blob.type === 'image/svg+xml' || ('name' in blob && NAMES.test(String(blob.name)));
}

/**
 * An SVG as a PNG on nothing, in its own proportions, a square where it has none.
 * @param longest side in pixels; as the SVG has it where absent
 * @returns `undefined` for what the browser cannot draw
 */
export async function rasterizeSvg(svg: Blob, longest?: number): Promise<Blob | undefined> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const [width, height] = [image.naturalWidth || 1, image.naturalHeight || 1];
    const scale = longest === undefined ? 1 : longest / Math.max(width, height);
    const canvas = new OffscreenCanvas(
      Math.max(1, Math.round(width * scale)),
      Math.max(1, Math.round(height * scale)),
    );
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob();
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(url);
  }
}
