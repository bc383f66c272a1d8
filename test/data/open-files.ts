// Has the built package read files as a data set, in a page, and tells what came of it.
import type { Page } from '@playwright/test';
import type { DatasetDescription, DatasetOptions } from '../../src/protocol';

export type GivenFiles = Record<string, Uint8Array>;

export interface Opened {
  description: DatasetDescription;
  /** All training examples, in their order: pictures as [height, width, 4] bytes. */
  examples: {
    picture?: { width: number; height: number; data: number[] };
    values?: number[];
    label: unknown;
  }[];
}

export interface Refused {
  error: { name: string; message: string; file?: string };
}

/** @param files by their paths */
export async function openFiles(
  page: Page,
  files: GivenFiles,
  options: DatasetOptions = {},
): Promise<Opened | Refused> {
  const given = Object.entries(files).map(([path, bytes]) => [path, Buffer.from(bytes).toString('base64')]);
  return page.evaluate(
    async ([packed, how]) => {
      const holder = window as { lab?: Promise<import('../../src/index').Lab> };
      holder.lab ??= window.trainlab.createLab({ backends: ['cpu'] });
      const lab = await holder.lab;
      const source = packed.map(([path, text]) => {
        const bytes = Uint8Array.from(atob(text!), (letter) => letter.charCodeAt(0));
        const file = new File([bytes], path!.split('/').at(-1)!);
        // As it is of a folder that was chosen.
        Object.defineProperty(file, 'webkitRelativePath', { value: path });
        return file;
      });
      try {
        const dataset = await lab.dataset(source, how);
        const { name, source: from, format, kind, train, test, inputs, targets } = dataset;
        const { classes, perClass, notes } = dataset;
        const shown = await dataset.preview(1000);
        await dataset.dispose();
        const examples = shown.map(({ picture, values, label }) => ({
          ...(picture && { picture: { ...picture, data: [...picture.data] } }),
          ...(values && { values: Object.values(values)[0]! }),
          label: label as unknown,
        }));
        const told = { name, source: from, format, kind, train, test, inputs, targets, notes };
        return { description: { ...told, ...(classes && { classes, perClass: perClass! }) }, examples };
      } catch (error) {
        const { name: kind, message, file } = error as Error & { file?: string };
        return { error: { name: kind, message, ...(file !== undefined && { file }) } };
      }
    },
    [given, options] as const,
  );
}

/** @throws where they were refused */
export async function openedFiles(page: Page, files: GivenFiles, options?: DatasetOptions): Promise<Opened> {
  const found = await openFiles(page, files, options);
  if ('error' in found) throw new Error(`${found.error.name}: ${found.error.message}`);
  return found;
}

/** The error that they are refused with. @throws where they were read */
export async function refusalOf(page: Page, files: GivenFiles): Promise<string> {
  const found = await openFiles(page, files);
  if ('error' in found) return `${found.error.name}: ${found.error.message}`;
  throw new Error(`Read: ${JSON.stringify(found.description)}`);
}

/** The first channel of a training example's picture. */
export function greyOf({ examples }: Opened, index: number): number[] {
  return examples[index]!.picture!.data.filter((_, i) => i % 4 === 0);
}
