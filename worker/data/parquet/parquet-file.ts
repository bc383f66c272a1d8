// A Parquet file: its columns, and its rows a group at a time.
import { DatasetError } from '../../../src/errors';
import { onDemand } from '../../on-demand/index';
import type { SourceFile } from '../dataset';
import { type Feature, type FileMetaData, featuresIn } from './features';

/** Values of a group's rows, by column. */
export type ColumnValues = Map<string, unknown[]>;

export interface ParquetFile {
  path: string;
  features: Feature[];
  /** Rows of each group. */
  groups: number[];
  /**
   * The rows of a group.
   * @throws DatasetError for what is broken in it
   */
  read(group: number, columns: readonly string[]): Promise<ColumnValues>;
}

/** Values for a byte of the file: repeated ones take hardly any, but not none. */
const VALUES_A_BYTE = 1024;
/** Values of a column of a group in any file. */
const FEW_VALUES = 2 ** 20;

/** @throws DatasetError for what is no Parquet, or says what cannot be */
export async function openParquet(file: SourceFile): Promise<ParquetFile> {
  const { parquetMetadataAsync, parquetRead, compressors } = await onDemand('parquet');
  const buffer = await bufferOf(file);
  const guarded = async <T>(what: string, reading: () => Promise<T>): Promise<T> => {
    try {
      return await reading();
    } catch (cause) {
      if (cause instanceof DatasetError) throw cause;
      throw new DatasetError(file.path, `${what} cannot be read (${(cause as Error).message})`, { cause });
    }
  };
  const metadata = await guarded('its metadata', () => parquetMetadataAsync(buffer, { geoparquet: false }));
  const features = await guarded('its columns', async () => featuresIn(metadata));
  const groups = await guarded('its metadata', async () => groupsIn(metadata, buffer.byteLength));
  const starts = groups.map((_, i) => groups.slice(0, i).reduce((sum, rows) => sum + rows, 0));
  return {
    path: file.path,
    features,
    groups,
    async read(group, columns) {
      const rowStart = starts[group]!;
      const count = groups[group]!;
      const where = groups.length > 1 ? `row group ${group + 1} of ${groups.length}` : 'its rows';
      const values: ColumnValues = new Map(columns.map((name) => [name, new Array<unknown>(count)]));
      const filled = new Map(columns.map((name) => [name, 0]));
      await guarded(where, () =>
        parquetRead({
          ...{ file: buffer, metadata, compressors, columns: [...columns], geoparquet: false, utf8: false },
          ...{ rowStart, rowEnd: rowStart + count },
          onChunk({ columnName, columnData, rowStart: from }) {
            const into = values.get(columnName);
            if (!into) return;
            for (let i = 0; i < columnData.length && from - rowStart + i < count; i++) {
              into[from - rowStart + i] = columnData[i];
            }
            filled.set(columnName, filled.get(columnName)! + columnData.length);
          },
        }),
      );
      const short = columns.find((name) => filled.get(name) !== count);
      if (short !== undefined) {
        const reason = `${where}: the column "${short}" has ${filled.get(short)} values for ${count} rows`;
        throw new DatasetError(file.path, reason);
      }
      return values;
    },
  };
}

/** By parts where that is possible; each is checked against the file's size. */
async function bufferOf(file: SourceFile) {
  const slice = file.slice && file.size !== undefined ? file.slice.bind(file) : undefined;
  const blob = slice ? undefined : await file.blob();
  const byteLength = blob ? blob.size : file.size!;
  return {
    byteLength,
    async slice(from: number, to: number = byteLength): Promise<ArrayBuffer> {
      if (!(from >= 0 && from <= to && to <= byteLength)) {
        throw new DatasetError(
          file.path,
          `it has ${byteLength} bytes, and names those from ${from} to ${to}`,
        );
      }
      if (slice) return slice(from, to);
      try {
        return await blob!.slice(from, to).arrayBuffer();
      } catch (cause) {
        throw new DatasetError(file.path, `the file could not be read (${(cause as Error).message})`, {
          cause,
        });
      }
    },
  };
}

/** Rows of each group. @throws for counts that do not fit together, or more than such a file can hold */
function groupsIn({ num_rows, row_groups }: FileMetaData, bytes: number): number[] {
  const most = Math.max(FEW_VALUES, VALUES_A_BYTE * bytes);
  const groups = row_groups.map((group) => {
    const rows = Number(group.num_rows);
    if (!(rows >= 0 && rows <= most)) throw new Error(`${bytes} bytes cannot have ${rows} rows`);
    for (const { meta_data } of group.columns) {
      const values = Number(meta_data?.num_values);
      if (!(values >= 0 && values <= most)) throw new Error(`${bytes} bytes cannot have ${values} values`);
    }
    return rows;
  });
  const sum = groups.reduce((total, rows) => total + rows, 0);
  if (sum !== Number(num_rows)) throw new Error(`${num_rows} rows in all, ${sum} in its row groups`);
  return groups;
}
