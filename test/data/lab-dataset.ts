// Has the built package read a data set in a page, and tells what came of it.
import type { Page } from '@playwright/test';
import type { DatasetDescription, DatasetExample, DatasetOptions } from '../../src/protocol';

/** Files by their paths, or a data set of a hub. */
export type Given = Record<string, Uint8Array> | { huggingFace: string; url: string };

export interface Opened {
  description: DatasetDescription;
  /** Training examples, spread over all; the first channel of pictures. */
  examples: (Omit<DatasetExample, 'picture'> & { picture?: number[] })[];
}

export interface Refused {
  error: { name: string; message: string };
}

/** @param shown how many examples to tell */
export async function openInLab(
  page: Page,
  given: Given,
  options: DatasetOptions = {},
  shown = 1000,
): Promise<Opened | Refused> {
  const source = isHub(given)
    ? given
    : Object.entries(given).map(([path, bytes]) => [path, Buffer.from(bytes).toString('base64')] as const);
  return page.evaluate(
    async ([source, options, shown]) => {
      const holder = window as { lab?: Promise<import('../../src/index').Lab> };
      holder.lab ??= window.trainlab.createLab({ backends: ['cpu'] });
      const lab = await holder.lab;
      const files = (packed: readonly (readonly [string, string])[]) =>
        packed.map(([path, text]) => {
          const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
          const file = new File([bytes], path.split('/').at(-1)!);
          // As it is of a folder that was chosen.
          Object.defineProperty(file, 'webkitRelativePath', { value: path });
          return file;
        });
      try {
        const dataset = await lab.dataset('huggingFace' in source ? source : files(source), options);
        const { name, source: from, format, kind, train, test, inputs, targets } = dataset;
        const { classes, perClass, notes } = dataset;
        const examples = (await dataset.preview(shown)).map(({ picture, ...other }) => ({
          ...other,
          ...(picture && { picture: [...picture.data].filter((_, i) => i % 4 === 0) }),
        }));
        await dataset.dispose();
        const told = { name, source: from, format, kind, train, test, inputs, targets, notes };
        return { description: { ...told, ...(classes && { classes, perClass: perClass! }) }, examples };
      } catch (error) {
        const { name: kind, message } = error as Error;
        return { error: { name: kind, message } };
      }
    },
    [source, options, shown] as const,
  );
}

const isHub = (given: Given): given is { huggingFace: string; url: string } =>
  typeof given.huggingFace === 'string';

/** @throws where it was refused */
export async function openedInLab(page: Page, given: Given, options?: DatasetOptions): Promise<Opened> {
  const found = await openInLab(page, given, options);
  if ('error' in found) throw new Error(`${found.error.name}: ${found.error.message}`);
  return found;
}

/** The error that it is refused with. @throws where it was read */
export async function refusalInLab(page: Page, given: Given, options?: DatasetOptions): Promise<string> {
  const found = await openInLab(page, given, options);
  if ('error' in found) return `${found.error.name}: ${found.error.message}`;
  throw new Error(`Read: ${JSON.stringify(found.description)}`);
}
