// LSTM and GRU layers, a whole sequence in one operation.
import { engine, getKernel, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { gateNumber, LSTM_FORWARD } from '../ops/recurrent';
import { classNamed } from './layer-classes';
import { isNested } from './override';
import { type CellKind, runSequence, type SequenceInputs } from './recurrent-sequence';

type Layer = ReturnType<typeof layers.lstm>;
type Call = Layer['call'];
type RepeatVector = ReturnType<typeof layers.repeatVector>;

/** The fields of tfjs-layers' RNN and its cells that decide; most are private in its types. */
interface Recurrent {
  cell: Cell;
  returnSequences: boolean;
  returnState: boolean;
  goBackwards: boolean;
  stateful: boolean;
  unroll: boolean;
}

interface Cell {
  units: number;
  kernel: { read(): Tensor };
  recurrentKernel: { read(): Tensor };
  bias: { read(): Tensor } | null;
  useBias: boolean;
  activation: { getClassName(): string };
  recurrentActivation: { getClassName(): string };
  dropout: number;
  recurrentDropout: number;
}

const cells: readonly [className: string, kind: CellKind][] = [
  ['LSTMCell', 'lstm'],
  ['GRUCell', 'gru'],
];

let restore: (() => void) | undefined;

/**
 * Lets tfjs-layers' LSTM and GRU layers, where it is loaded, compute a whole sequence in one operation where
 * the active backend has our kernels. Weights, configuration and results stay what they are. What our kernels
 * do not do runs as before: masks, dropout inside the cell, stateful layers, other cells and activations, and
 * gradients of gradients. Calling it again changes nothing.
 * @returns a function that undoes it
 */
export function installRecurrentLayers(): () => void {
  if (restore) return restore;
  const prototype = classNamed('RNN')?.prototype as { call: Call } | undefined;
  if (!prototype) return () => {};
  const original = prototype.call;
  prototype.call = function (this: Layer, inputs, kwargs) {
    const layer = this as unknown as Recurrent;
    return tidy(() => callFused(layer, inputs, kwargs ?? {})) ?? original.call(this, inputs, kwargs);
  };
  const forget = rememberRepeats();
  restore = () => {
    prototype.call = original;
    forget();
    restore = undefined;
  };
  return restore;
}

/** Undefined where the original must do it. */
function callFused(
  layer: Recurrent,
  inputs: Tensor | Tensor[],
  { mask, training, initialState }: Parameters<Call>[1],
): Tensor | Tensor[] | undefined {
  const { cell, returnSequences, returnState } = layer;
  const [, kind] = cells.find(([name]) => cell.constructor === classNamed(name)) ?? [];
  const activation = gateNumber(cell.activation?.getClassName());
  const recurrentActivation = gateNumber(cell.recurrentActivation?.getClassName());
  if (!kind || activation === undefined || recurrentActivation === undefined) return undefined;
  if (!getKernel(LSTM_FORWARD, engine().backendName) || isNested()) return undefined;
  if (layer.stateful || layer.unroll || mask || (training && isDropping(cell))) return undefined;
  const [h0, c0, ...more] = (initialState ?? []) as Tensor[];
  const [x, ...others] = [inputs].flat() as [Tensor, ...Tensor[]];
  const steps = x.shape[1]!;
  const bias = cell.useBias ? cell.bias!.read() : undefined;
  const given = { x, kernel: cell.kernel.read(), recurrent: cell.recurrentKernel.read(), bias, h0, c0 };
  if (others.length || more.length || !fits(kind, given, cell.units)) return undefined;

  const attributes = { steps, backwards: layer.goBackwards, activation, recurrentActivation };
  const wanted = { hidden: returnSequences, last: !returnSequences || returnState, states: returnState };
  const outputs = runSequence(kind, { ...given, x: repeatedIn(x) ?? x }, attributes, wanted);
  if (!returnState) return outputs[0];
  return returnSequences ? outputs : [outputs[0]!, ...outputs];
}

function isDropping({ dropout, recurrentDropout }: Cell): boolean {
  return [dropout, recurrentDropout].some((rate) => rate > 0 && rate < 1);
}

/** Shapes that do not fit are the original's to complain of; of nothing at all it makes what it likes. */
function fits(
  kind: CellKind,
  { x, kernel, recurrent, bias, h0, c0 }: SequenceInputs,
  units: number,
): boolean {
  const width = units * (kind === 'lstm' ? 4 : 3);
  const [batch, , size] = x.shape;
  const is = (tensor: Tensor | undefined, ...shape: (number | undefined)[]) =>
    tensor?.dtype === 'float32' && `${tensor.shape}` === `${shape}`;
  if (x.rank !== 3 || x.size === 0 || x.dtype !== 'float32') return false;
  if (!is(kernel, size, width) || !is(recurrent, units, width)) return false;
  if (bias && !is(bias, width)) return false;
  if (!h0) return !c0;
  return is(h0, batch, units) && (kind === 'lstm' ? is(c0, batch, units) : !c0);
}

/** What a RepeatVector layer repeats: a recurrent layer behind it multiplies that once instead of in each step. */
const sources = new WeakMap<Tensor, Tensor>();

/** Keeps in mind what each RepeatVector layer has repeated, and returns a function that ends it. */
function rememberRepeats(): () => void {
  const prototype = classNamed('RepeatVector')?.prototype as { call: RepeatVector['call'] } | undefined;
  if (!prototype) return () => {};
  const original = prototype.call;
  prototype.call = function (this: RepeatVector, inputs, kwargs) {
    const output = original.call(this, inputs, kwargs);
    const [source] = [inputs].flat();
    if (!Array.isArray(output) && source) sources.set(output, source);
    return output;
  };
  return () => {
    prototype.call = original;
  };
}

/** For an output [batch, steps, inputs] of such a layer the vectors [batch, inputs] that it repeats. */
function repeatedIn(output: Tensor): Tensor | undefined {
  const source = sources.get(output);
  return source?.isDisposed ? undefined : source;
}
