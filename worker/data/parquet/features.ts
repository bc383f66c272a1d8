// What the columns of a Parquet file are: by what Hugging Face's `datasets` writes into it, else by their types.
import type { Libraries } from '../../on-demand/index';

/** As hyparquet gives it. */
export type FileMetaData = Awaited<ReturnType<Libraries['parquet']['parquetMetadataAsync']>>;
type SchemaElement = FileMetaData['schema'][number];

export type FeatureKind =
  /** Encoded pictures, as bytes or as { bytes, path }. */
  | 'picture'
  /** Numbers of classes. */
  | 'class'
  | 'number'
  | 'text'
  /** Lists of numbers, in one dimension or more. */
  | 'array'
  | 'other';

export interface Feature {
  name: string;
  kind: FeatureKind;
  /** Of a class. */
  classes?: string[];
}

/** A column in the `huggingface` metadata: a type, and what belongs to it. */
interface HuggingFaceFeature {
  _type?: string;
  names?: unknown;
}

export function featuresIn({ schema, key_value_metadata }: FileMetaData): Feature[] {
  const told = huggingFace(key_value_metadata?.find(({ key }) => key === 'huggingface')?.value);
  const features: Feature[] = [];
  for (let at = 1; at < schema.length; at = endOf(schema, at)) {
    const name = schema[at]!.name;
    const { _type, names } = (Object.hasOwn(told, name) && told[name]) || {};
    const kind = kindOf(schema, at);
    if (_type === 'Image' && (kind === 'other' || kind === 'picture'))
      features.push({ name, kind: 'picture' });
    else if (_type === 'ClassLabel' && kind === 'number' && areNames(names)) {
      features.push({ name, kind: 'class', classes: names });
    } else features.push({ name, kind });
  }
  return features;
}

const areNames = (names: unknown): names is string[] =>
  Array.isArray(names) &&
  names.length > 0 &&
  names.every((name) => typeof name === 'string') &&
  new Set(names).size === names.length;

function huggingFace(json: string | undefined): Record<string, HuggingFaceFeature | null> {
  try {
    return JSON.parse(json ?? '{}').info?.features ?? {};
  } catch {
    return {};
  }
}

/** The place after an element and all that is in it. */
function endOf(schema: readonly SchemaElement[], at: number): number {
  let end = at + 1;
  for (let child = 0; child < (schema[at]?.num_children ?? 0) && end < schema.length; child++) {
    end = endOf(schema, end);
  }
  return end;
}

function kindOf(schema: readonly SchemaElement[], at: number): FeatureKind {
  const element = schema[at]!;
  if (!element.num_children) return isNumber(element) ? 'number' : isText(element) ? 'text' : 'other';
  const inner = schema.slice(at + 1, endOf(schema, at));
  const leaves = inner.filter(({ num_children }) => !num_children);
  if (leaves.length === 1 && inner.some(({ repetition_type }) => repetition_type === 'REPEATED')) {
    return isNumber(leaves[0]!) ? 'array' : 'other';
  }
  const [first, second] = leaves;
  const isPicture = leaves.length === 2 && first!.name === 'bytes' && second!.name === 'path';
  return isPicture && first!.type === 'BYTE_ARRAY' ? 'picture' : 'other';
}

function isText({ type, converted_type, logical_type }: SchemaElement): boolean {
  const told = converted_type === 'UTF8' || converted_type === 'ENUM' || logical_type?.type === 'STRING';
  return type === 'BYTE_ARRAY' && told;
}

function isNumber({ type, converted_type, logical_type }: SchemaElement): boolean {
  if (type === 'FIXED_LEN_BYTE_ARRAY')
    return logical_type?.type === 'FLOAT16' || converted_type === 'DECIMAL';
  return type !== 'BYTE_ARRAY' && type !== undefined;
}
