// Reads a whole model that Keras saved: `.keras` (Keras 2.12 and later), and `.h5` of any Keras.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { NetworkFileError } from '../../../src/errors';
import { buildModel } from '../topology/build-model';
import { isObject, type ModelJson } from '../topology/model-json';
import { giveNamedWeights, giveStoredState } from './give-weights';
import { takeFromKeras3 } from './hard-gates';
import { openHdf5, textOf } from './hdf5';
import type { Translation } from './translate/configs';
import { translateModel } from './translate/translate-model';

export interface KerasNetwork {
  network: LayersModel;
  /** What it does otherwise than in Keras, in sentences. */
  notes: string[];
  /** How it was compiled: optimizer, loss and metrics as Keras writes them; absent if it was not. */
  compiled?: Record<string, unknown>;
}

/** The files of a `.keras` file that count. */
export interface KerasArchive {
  config: Uint8Array;
  /** Tells the version of Keras. */
  metadata?: Uint8Array;
  weights: Uint8Array;
}

/** @throws NetworkFileError naming what is wrong: file, layer, cause */
export function readKerasArchive({ config, metadata, weights }: KerasArchive, file: string): KerasNetwork {
  const json = parse(new TextDecoder().decode(config), `config.json of ${file}`);
  const about = metadata ? parse(new TextDecoder().decode(metadata), `metadata.json of ${file}`) : {};
  const model = modelIn(json, file);
  const root = openHdf5(weights, file);
  const network = build(model, about.keras_version, { file, bytes: weights.length, notes: [] });
  return filled(network, json.compile_config, () => giveStoredState(network.network, model, root, file));
}

/** @throws NetworkFileError naming what is wrong: file, layer, cause */
export function readKerasHdf5(bytes: Uint8Array, file: string): KerasNetwork {
  const root = openHdf5(bytes, file);
  const text = textOf(root.attribute('model_config'));
  if (text === undefined) {
    throw new NetworkFileError(
      file,
      'holds weights alone, no model. Save the whole model in Keras: model.save("model.keras")',
    );
  }
  const model = modelIn(parse(text, `model_config of ${file}`), file);
  const version = textOf(root.attribute('keras_version'));
  const network = build(model, version, { file, bytes: bytes.length, notes: [] });
  const training = textOf(root.attribute('training_config'));
  const compiled = training === undefined ? undefined : parse(training, `training_config of ${file}`);
  return filled(network, compiled, () =>
    giveNamedWeights(network.network, root.group('model_weights') ?? root, file),
  );
}

interface Built extends Omit<KerasNetwork, 'compiled'> {
  keras: number;
}

function build(
  model: ModelJson,
  version: unknown,
  about: { file: string; bytes: number; notes: string[] },
): Built {
  const { file, bytes, notes } = about;
  const keras = Number.parseInt(String(version ?? '2'), 10) || 2;
  const to: Translation = { file, keras, notes };
  // Compressed or in half precision they take more here than in the file.
  const network = buildModel(translateModel(model, to), { file, weights: bytes });
  return { network, notes, keras };
}

function filled({ network, notes, keras }: Built, compiled: unknown, give: () => void): KerasNetwork {
  try {
    give();
    if (keras >= 3) takeFromKeras3(network);
  } catch (error) {
    network.dispose();
    throw error;
  }
  const has = isObject(compiled) && Object.keys(compiled).length > 0;
  return { network, notes, ...(has ? { compiled } : {}) };
}

function modelIn(json: Record<string, unknown>, file: string): ModelJson {
  if (typeof json.class_name === 'string' && isObject(json.config)) return json as unknown as ModelJson;
  throw new NetworkFileError(
    file,
    'its configuration is no model of Keras: class_name and config are not there',
  );
}

function parse(text: string, what: string): Record<string, unknown> {
  let value: unknown;
  try {
    // Python writes numbers that JSON does not have.
    value = JSON.parse(text.replace(/([[,:]\s*)(-?Infinity|NaN)(?=\s*[,}\]])/g, '$1null'));
  } catch (cause) {
    throw new NetworkFileError(what, `is not JSON (${(cause as Error).message})`, { cause });
  }
  if (isObject(value)) return value;
  throw new NetworkFileError(what, 'is not an object in JSON');
}
