// Decodes picture files, several at a time: the browser decodes outside of this thread.
import { DatasetError } from '../../../src/errors';
import type { ReadContext, SourceFile } from '../dataset';
import { fittedPicture, type PictureForm } from '../fitted-picture';
import { pictureFormat, SIGNATURE_BYTES } from '../picture-signature';

/** So many are decoded at once: each may take as much memory as a camera's picture has pixels, four bytes each. */
const AT_ONCE = 6;

export type Decoder = ReturnType<typeof createDecoder>;

export function createDecoder({ rasterize }: Pick<ReadContext, 'rasterize'>) {
  /** SVG drawn by the page, by its file and size. */
  const drawn = new Map<string, Promise<Blob | undefined>>();

  async function blobOf(file: SourceFile, longest: number): Promise<Blob> {
    const blob = await file.blob();
    const head = new Uint8Array(await blob.slice(0, SIGNATURE_BYTES).arrayBuffer());
    if (pictureFormat(head) !== 'SVG') return blob;
    const key = `${longest} ${file.path}`;
    if (!drawn.has(key)) drawn.set(key, rasterize(blob, longest));
    const png = await drawn.get(key);
    if (!png) throw new TypeError('The SVG cannot be drawn.');
    return png;
  }

  /** @throws what the browser throws for a picture that it cannot decode */
  const decode = async (file: SourceFile, longest: number): Promise<ImageBitmap> =>
    createImageBitmap(await blobOf(file, longest));

  async function fitted(file: SourceFile, form: PictureForm): Promise<Uint8Array> {
    // Of another form than the set's it is cut: then it has to be larger.
    const bitmap = await decode(file, 2 * Math.max(form.height, form.width));
    try {
      return fittedPicture(bitmap, form);
    } finally {
      bitmap.close();
    }
  }

  /** Calls `work` for each, some at a time; the first failure ends it. */
  async function each<T>(all: readonly T[], work: (one: T, index: number) => Promise<void>): Promise<void> {
    let next = 0;
    const workers = Array.from({ length: Math.min(AT_ONCE, all.length) }, async () => {
      while (next < all.length) {
        const index = next++;
        await work(all[index]!, index);
      }
    });
    await Promise.all(workers);
  }

  return {
    ...{ decode, fitted, each },
    /**
     * Pictures that could be decoded before: [files, height, width, channels].
     * @throws DatasetError for one that has changed since
     */
    async batch(files: readonly SourceFile[], form: PictureForm): Promise<Uint8Array> {
      const size = form.height * form.width * form.channels;
      const bytes = new Uint8Array(files.length * size);
      await each(files, async (file, i) => {
        const picture = await fitted(file, form).catch((cause) => {
          throw new DatasetError(file.path, 'can no longer be read, as it could before', { cause });
        });
        bytes.set(picture, i * size);
      });
      return bytes;
    },
    dispose(): void {
      drawn.clear();
    },
  };
}
