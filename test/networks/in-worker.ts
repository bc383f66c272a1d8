import type { Page } from '@playwright/test';

/** Calls a function of a bundle of test/**\/*.page.ts in a module worker of the page, which ends with it. */
export async function inWorker<T>(page: Page, bundle: string, name: string, ...args: unknown[]): Promise<T> {
  const handle = await page.evaluateHandle(
    async ([bundle, name, args]) => {
      const code = `onmessage = async ({ data: [url, name, args] }) => {
        const answer = await import(url).then((all) => all[name](...args)).then((value) => ({ value }), String);
        postMessage(answer);
      };`;
      const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
      const worker = new Worker(url, { type: 'module' });
      const answer = new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
      });
      const bytes = (value: unknown): unknown => {
        if (typeof value !== 'object' || value === null || !('base64' in value)) return undefined;
        return Uint8Array.from(atob(String(value.base64)), (letter) => letter.charCodeAt(0));
      };
      const revive = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(revive);
        if (typeof value !== 'object' || value === null) return value;
        return bytes(value) ?? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, revive(v)]));
      };
      worker.postMessage([new URL(bundle, location.href).href, name, revive(args)]);
      try {
        return await answer;
      } finally {
        worker.terminate();
        URL.revokeObjectURL(url);
      }
    },
    [bundle, name, args.map(packed)] as const,
  );
  const answer = await handle.jsonValue();
  if (typeof answer === 'string') throw new Error(answer);
  return (answer as { value: T }).value;
}

/** Playwright passes no bytes: they travel as text. */
function packed(value: unknown): unknown {
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(packed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, packed(one)]));
}
