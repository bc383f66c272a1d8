// One file under several addresses: the first that a server has.
import { NotServedError } from './source';

/**
 * Loads the first source that its server has.
 * @throws DatasetError telling of all of them where none is served; whatever else `load` throws, at once
 */
export async function firstServed<S, T>(sources: readonly S[], load: (source: S) => Promise<T>): Promise<T> {
  const missing: NotServedError[] = [];
  for (const source of sources) {
    try {
      return await load(source);
    } catch (error) {
      if (!(error instanceof NotServedError)) throw error;
      missing.push(error);
    }
  }
  const first = missing[0]!;
  const others = missing.slice(1).map((error) => `; ${error.message}`);
  throw new NotServedError(first.file, first.reason + others.join(''), { cause: first });
}
