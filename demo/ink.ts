// The theme's colours, for what is drawn on a canvas.

const dark = matchMedia('(prefers-color-scheme: dark)');
const cache = new Map<string, string>();

dark.addEventListener('change', () => cache.clear());

/** The value of a custom property of the page, such as `--train`. */
export function ink(property: string): string {
  let value = cache.get(property);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(property).trim();
    cache.set(property, value);
  }
  return value;
}

/** Calls `redraw` whenever light turns dark or back. */
export function onThemeChange(redraw: () => void, signal?: AbortSignal): void {
  dark.addEventListener('change', () => redraw(), { signal });
}
