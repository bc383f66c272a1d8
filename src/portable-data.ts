// Makes what a page hands in fit to cross the boundary and to mean the same on the other side.
import type { Connection } from './call';
import type { PageTensor } from './fit-protocol';
import { Handle } from './handle';
import type { PictureElement } from './picture-element';
import type { OptionDescription } from './protocol';
import { isSvg, rasterizeSvg } from './rasterize-svg';

export interface Portable {
  value: unknown;
  /** Where pictures of the page have to be decoded first: `value` is complete only then. */
  ready?: Promise<unknown>;
}

/** Where text is an address: in sources as a whole, in a network where it says where the network lies. */
const SOURCES: readonly unknown[] = ['files', 'picture'];
const ADDRESSES_OF_NETWORKS = ['url', 'weights'];

/**
 * Addresses, which a page gives relative to itself, become absolute: a worker would take them as relative to its
 * own file. A FileList becomes an array, a canvas or an image element its pixels, a model of this lab its number.
 * A tensor of the page becomes its numbers with their shape. Everything else crosses as it is.
 * @param type of the option, if it is one
 */
export function portable(
  data: unknown,
  connection: Connection | undefined,
  type?: OptionDescription['type'],
): Portable {
  const pending: Promise<unknown>[] = [];

  function convert(value: unknown, set: (value: unknown) => void, address: boolean): void {
    if (isElement(value)) {
      pending.push(bitmapOf(value).then(set));
      return;
    }
    if (type !== 'files' && type !== 'network' && value instanceof Blob && isSvg(value)) {
      pending.push(drawn(value).then(set));
      return;
    }
    if (isTensor(value)) {
      try {
        set({ data: value.dataSync(), shape: [...value.shape] });
      } catch {
        // Some backends cannot be read at once.
        pending.push(value.data().then((data) => set({ data, shape: [...value.shape] })));
      }
      return;
    }
    // Nested numbers may be many, and hold nothing to convert.
    if (isNumbers(value)) {
      set(value);
      return;
    }
    if (!Array.isArray(value) && !isPlainObject(value)) {
      set(single(value, connection, address));
      return;
    }
    const copy: Record<string, unknown> = Array.isArray(value) ? ([] as never) : {};
    set(copy);
    for (const [name, inner] of Object.entries(value)) {
      const store = (converted: unknown) => {
        Object.defineProperty(copy, name, { value: converted, enumerable: true, configurable: true });
      };
      convert(inner, store, address || (type === 'network' && ADDRESSES_OF_NETWORKS.includes(name)));
    }
  }

  const result: Portable = { value: undefined };
  const set = (value: unknown) => {
    result.value = value;
  };
  convert(data, set, SOURCES.includes(type));
  if (pending.length > 0) result.ready = Promise.all(pending);
  return result;
}

function single(value: unknown, connection: Connection | undefined, address: boolean): unknown {
  if (value instanceof URL) return value.href;
  if (typeof value === 'string') return address ? absolute(value) : value;
  if (value instanceof Handle) return (connection && value.referenceIn(connection)) ?? value;
  return isOf('FileList', value) ? [...(value as FileList)] : value;
}

const ELEMENTS = ['HTMLCanvasElement', 'OffscreenCanvas', 'HTMLImageElement', 'HTMLVideoElement'];

function isElement(value: unknown): value is PictureElement {
  return ELEMENTS.some((name) => isOf(name, value));
}

/** @throws what the browser throws for an image element that it cannot decode, or a video that shows nothing yet */
async function bitmapOf(element: PictureElement): Promise<ImageBitmap> {
  if ('decode' in element) await element.decode();
  return createImageBitmap(element);
}

/** @throws for an SVG that the browser cannot draw */
async function drawn(svg: Blob): Promise<Blob> {
  const png = await rasterizeSvg(svg);
  if (!png) throw new TypeError('The SVG cannot be drawn.');
  return png;
}

/** Of whatever copy of TensorFlow.js. */
function isTensor(value: unknown): value is PageTensor {
  if (typeof value !== 'object' || value === null) return false;
  const { dataSync, data, shape } = value as Partial<PageTensor>;
  return typeof dataSync === 'function' && typeof data === 'function' && Array.isArray(shape);
}

function isNumbers(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  let first: unknown = value;
  while (Array.isArray(first)) first = first[0];
  return typeof first === 'number';
}

/** Whether it is what the browser calls so; not where the browser has no such thing. */
export function isOf(name: string, value: unknown): boolean {
  const type = (globalThis as unknown as Record<string, unknown>)[name];
  return typeof type === 'function' && value instanceof type;
}

/** An address as the page means it. */
export function absolute(address: string): string {
  try {
    return new URL(address, document.baseURI).href;
  } catch {
    return address; // the worker says what is wrong with it, by name
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
