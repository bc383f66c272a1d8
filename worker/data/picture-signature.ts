// Which picture format a file is of, by its first bytes.

/** Enough of a file to tell. */
export const SIGNATURE_BYTES = 256;

const ENDINGS = /\.(png|jpe?g|jfif|gif|webp|bmp|avif|ico|svg|tiff?|heic|heif)$/i;

/** Whether a file is called as a picture is. */
export const isNamedPicture = (path: string): boolean => ENDINGS.test(path);

/** @returns the format's name; `undefined` for what is no picture */
export function pictureFormat(head: Uint8Array): string | undefined {
  const text = String.fromCharCode(...head.subarray(0, SIGNATURE_BYTES));
  if (text.startsWith('\x89PNG')) return 'PNG';
  if (text.startsWith('\xff\xd8\xff')) return 'JPEG';
  if (/^GIF8[79]a/.test(text)) return 'GIF';
  if (/^RIFF....WEBP/s.test(text)) return 'WebP';
  if (/^BM.{4}\0{4}/s.test(text)) return 'BMP';
  if (/^.{4}ftypavi[fs]/s.test(text)) return 'AVIF';
  if (/^.{4}ftyp(hei[cfmsx]|mif1|msf1)/s.test(text)) return 'HEIC';
  if (/^(II\*\0|MM\0\*)/.test(text)) return 'TIFF';
  if (text.startsWith('\0\0\x01\0')) return 'ICO';
  if (/^(\xef\xbb\xbf)?\s*(<\?xml|<!--|<!DOCTYPE svg|<svg)/i.test(text) && isSvgText(text)) return 'SVG';
  return undefined;
}

/** The element may come after more comments than these bytes hold. */
const isSvgText = (text: string) => /<svg|<!DOCTYPE svg/i.test(text) || /^(\xef\xbb\xbf)?\s*<!--/.test(text);
