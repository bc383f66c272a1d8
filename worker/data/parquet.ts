// Reads Parquet files, such as those of the Hugging Face hub. What reads them is loaded when one comes.
import type { DatasetReader, SourceFile } from './dataset';
import { readParquet } from './parquet/read-parquet';
import { partNameOf } from './part-names';

const MAGIC = [0x50, 0x41, 0x52, 0x31]; // PAR1

export const parquet: DatasetReader = {
  format: 'parquet',
  async recognises(files) {
    return (await parquetAmong(files.slice(0, 20))).length > 0;
  },
  async read(files, context) {
    const found = await parquetAmong(files);
    const test = found.filter(({ path }) => partNameOf(path).part === 'test');
    const train = found.filter((file) => !test.includes(file));
    const parts = train.length === 0 ? { train: test, test: [] } : { train, test };
    const left = files.filter((file) => !found.includes(file)).map(({ path }) => path);
    const notes = left.length > 0 ? [`No Parquet, and left out: ${left.slice(0, 10).join(', ')}.`] : [];
    return readParquet({ ...parts, notes }, 'parquet', context);
  },
};

async function parquetAmong(files: readonly SourceFile[]): Promise<SourceFile[]> {
  const is = await Promise.all(
    files.map(async (file) => {
      const head = await file.head(MAGIC.length);
      return MAGIC.every((byte, i) => head[i] === byte);
    }),
  );
  return files.filter((_, i) => is[i]);
}
