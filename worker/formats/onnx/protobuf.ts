// ONNX in protocol buffers: the few messages that a model takes. Numbers of fields and types are those of onnx.proto,
// https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** What an attribute may be: numbers are whole where they are so, and floats where they are wrapped. */
export type Attribute = number | Float | string | readonly number[] | readonly Float[] | readonly string[];

/** A number that is a float, whatever its value. */
export interface Float {
  float: number;
}

export interface Node {
  op: string;
  name: string;
  inputs: string[];
  outputs: string[];
  attributes: Record<string, Attribute>;
}

export interface Constant {
  name: string;
  shape: readonly number[];
  data: Float32Array | Int32Array | BigInt64Array;
}

export interface Value {
  name: string;
  dtype: 'float32' | 'int32';
  /** A name for a length that is open. */
  shape: readonly (number | string)[];
}

export interface OnnxModel {
  name: string;
  nodes: Node[];
  constants: Constant[];
  inputs: Value[];
  outputs: Value[];
  /** Of the operators. */
  version: number;
  metadata: Record<string, string>;
}

/** What opset 17 came with: any engine of the last years reads it. */
const IR_VERSION = 8;

const TYPES = { float32: 1, int32: 6, int64: 7 } as const;
const KINDS = { float: 1, int: 2, string: 3, floats: 6, ints: 7, strings: 8 } as const;

export function encodeModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const { name, nodes, constants, inputs, outputs, version, metadata } = model;
  const writer = new BinaryWriter();
  int(writer, 1, IR_VERSION);
  text(writer, 2, 'trainlab');
  message(writer, 7, () => {
    for (const node of nodes) message(writer, 1, () => writeNode(writer, node));
    text(writer, 2, name);
    for (const constant of constants) message(writer, 5, () => writeConstant(writer, constant));
    for (const input of inputs) message(writer, 11, () => writeValue(writer, input));
    for (const output of outputs) message(writer, 12, () => writeValue(writer, output));
  });
  message(writer, 8, () => int(writer, 2, version));
  for (const [key, value] of Object.entries(metadata)) {
    message(writer, 14, () => {
      text(writer, 1, key);
      text(writer, 2, value);
    });
  }
  return writer.finish();
}

function writeNode(writer: BinaryWriter, { op, name, inputs, outputs, attributes }: Node): void {
  for (const input of inputs) text(writer, 1, input);
  for (const output of outputs) text(writer, 2, output);
  text(writer, 3, name);
  text(writer, 4, op);
  for (const [key, value] of Object.entries(attributes)) {
    message(writer, 5, () => writeAttribute(writer, key, value));
  }
}

function writeAttribute(writer: BinaryWriter, name: string, value: Attribute): void {
  text(writer, 1, name);
  const list = (typeof value === 'object' && !('float' in value) ? value : [value]) as readonly (
    | number
    | Float
    | string
  )[];
  const single = list !== value;
  const [first] = list;
  if (typeof first === 'string') {
    for (const one of list) text(writer, single ? 4 : 9, one as string);
    int(writer, 20, single ? KINDS.string : KINDS.strings);
  } else if (typeof first === 'object') {
    for (const one of list) writer.tag(single ? 2 : 7, WireType.Bit32).float((one as Float).float);
    int(writer, 20, single ? KINDS.float : KINDS.floats);
  } else {
    for (const one of list) int(writer, single ? 3 : 8, one as number);
    int(writer, 20, single ? KINDS.int : KINDS.ints);
  }
}

function writeConstant(writer: BinaryWriter, { name, shape, data }: Constant): void {
  for (const length of shape) int(writer, 1, length);
  const type = data instanceof Float32Array ? 'float32' : data instanceof Int32Array ? 'int32' : 'int64';
  int(writer, 2, TYPES[type]);
  text(writer, 8, name);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  writer.tag(9, WireType.LengthDelimited).bytes(bytes);
}

function writeValue(writer: BinaryWriter, { name, dtype, shape }: Value): void {
  text(writer, 1, name);
  message(writer, 2, () =>
    message(writer, 1, () => {
      int(writer, 1, TYPES[dtype]);
      message(writer, 2, () => {
        for (const length of shape) {
          message(writer, 1, () =>
            typeof length === 'string' ? text(writer, 2, length) : int(writer, 1, length),
          );
        }
      });
    }),
  );
}

function message(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write();
  writer.join();
}

function int(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(value);
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}
