// What axe finds wrong with a page: labels, roles, names, contrast.
import type { Page } from '@playwright/test';
import axe from 'axe-core';

/** One line a fault: the rule, and where it is broken. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run();
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    );
  });
}
