// What a page handed in, as files: from the visitor's disk, from memory, from addresses, out of folders.
import { DatasetError } from '../../src/errors';
import type { FileSource, PortableFile } from '../../src/protocol';
import type { ReadContext, SourceFile } from './dataset';
import { download } from './download';
import { isAddress, nameOf } from './source';

/** What systems leave in folders and archives, and nobody means. */
const LITTER = /(^|\/)(\.[^/]*|__MACOSX|Thumbs\.db|desktop\.ini)(\/|$)/i;

/** Whether a file is one of those that systems leave in folders. */
export const isLitter = (path: string): boolean => LITTER.test(path);

type Reading = Pick<ReadContext, 'report' | 'signal'>;

/** @throws DatasetError for what cannot be had */
export async function sourceFiles(given: readonly PortableFile[], context: Reading): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  for (const [i, { path, content }] of given.entries()) {
    if (isHandle(content)) {
      for await (const file of filesOfHandle(content, path ?? '', context.signal)) found.push(file);
    } else if (isAddress(content) && /\/([?#]|$)/.test(String(content))) {
      found.push(...(await filesOfFolder(String(content), context)));
    } else found.push(sourceFile(content, path ?? nameOf(content, `file ${i + 1}`), context));
  }
  return found.filter(({ path }) => given.length === 1 || !isLitter(path));
}

/** A file as readers see it. @param path its name with folders */
export function sourceFile(content: FileSource, path: string, context: Reading): SourceFile {
  if (isAddress(content)) return downloaded(String(content), context);
  const blob = content instanceof Blob ? content : new Blob([content as ArrayBuffer]);
  return {
    path,
    size: blob.size,
    async head(bytes) {
      try {
        return new Uint8Array(await blob.slice(0, bytes).arrayBuffer());
      } catch (cause) {
        throw new DatasetError(path, `the file could not be read (${(cause as Error).message})`, { cause });
      }
    },
    blob: async () => blob,
  };
}

/** Loaded once, when it is first asked for. */
function downloaded(address: string, { report, signal }: Reading): SourceFile {
  let loading: Promise<Blob> | undefined;
  const load = () => {
    loading ??= download(address, {
      signal,
      onProgress: (loaded, total, eta) => {
        report(total ? loaded / total : 0, `Loading ${address}`, { loaded, total, eta });
      },
    });
    return loading;
  };
  return {
    path: pathOf(address),
    size: undefined,
    head: async (bytes) => new Uint8Array(await (await load()).slice(0, bytes).arrayBuffer()),
    blob: load,
  };
}

function pathOf(address: string): string {
  try {
    return decodeURIComponent(new URL(address).pathname).replace(/^\//, '') || address;
  } catch {
    return address;
  }
}

/** A server may list a folder's files as JSON, names or paths in it. */
async function filesOfFolder(address: string, context: Reading): Promise<SourceFile[]> {
  const response = await fetch(address, {
    headers: { Accept: 'application/json' },
    signal: context.signal,
  }).catch((cause) => {
    context.signal.throwIfAborted();
    throw new DatasetError(address, `the download failed (${cause.message})`, { cause });
  });
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  const names: unknown = response.ok && isJson ? await response.json().catch(() => undefined) : undefined;
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    const found = response.ok
      ? 'the server does not list the files of this folder'
      : `HTTP ${response.status}`;
    throw new DatasetError(address, `${found}: give the addresses of the files`);
  }
  return names.map((name) => downloaded(new URL(name, address).href, context));
}

function isHandle(content: PortableFile['content']): content is FileSystemHandle {
  return typeof FileSystemHandle !== 'undefined' && content instanceof FileSystemHandle;
}

async function* filesOfHandle(
  handle: FileSystemHandle,
  folder: string,
  signal: AbortSignal,
): AsyncGenerator<SourceFile> {
  signal.throwIfAborted();
  const path = folder ? `${folder}/${handle.name}` : handle.name;
  if (isLitter(path)) return;
  if (handle.kind === 'directory') {
    const { values } = handle as FileSystemDirectoryHandle & {
      values(): AsyncIterable<FileSystemHandle>;
    };
    for await (const inner of values.call(handle)) yield* filesOfHandle(inner, path, signal);
    return;
  }
  const file = await (handle as FileSystemFileHandle).getFile().catch((cause) => {
    throw new DatasetError(path, `the file could not be read (${cause.message})`, { cause });
  });
  yield sourceFile(file, path, { report: () => {}, signal });
}
