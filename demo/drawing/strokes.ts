// Strokes of a pen, in units of the sheet's side, and how they are painted.

export type Point = readonly [x: number, y: number];
export type Stroke = Point[];

/** Width of the pen: about two of the network's 28 pixels, as in handwritten MNIST digits. */
const penWidth = 0.068;

export function paint(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  side: number,
  strokes: readonly Stroke[],
  colour: string,
): void {
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = penWidth * side;
  context.lineCap = context.lineJoin = 'round';
  for (const [first, ...others] of strokes) {
    if (!first) continue;
    context.beginPath();
    if (others.length === 0) {
      // A canvas leaves out lines without length.
      context.arc(first[0] * side, first[1] * side, context.lineWidth / 2, 0, 2 * Math.PI);
      context.fill();
      continue;
    }
    context.moveTo(first[0] * side, first[1] * side);
    for (const [x, y] of others) context.lineTo(x * side, y * side);
    context.stroke();
  }
}
