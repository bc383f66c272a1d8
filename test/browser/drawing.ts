// A hand on the demo's drawing sheet.
import type { Page } from '@playwright/test';

/** Corners of a stroke, in units of the sheet's side. */
export type Corners = readonly (readonly [x: number, y: number])[];

export const seven: Corners = [
  [0.3, 0.22],
  [0.7, 0.2],
  [0.5, 0.52],
  [0.42, 0.82],
];

/** Draws one stroke by mouse; `before` runs just before the pen is lifted. */
export async function draw(page: Page, corners: Corners, before?: () => Promise<void>): Promise<void> {
  const sheet = page.locator('#pad');
  await sheet.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await sheet.boundingBox())!;
  const [first, ...others] = corners.map(([u, v]) => [x + u * width, y + v * height] as const);
  await page.mouse.move(...first!);
  await page.mouse.down();
  for (const corner of others) await page.mouse.move(...corner, { steps: 8 });
  await before?.();
  await page.mouse.up();
}
