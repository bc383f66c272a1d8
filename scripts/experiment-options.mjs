// The options of one experiment: what they mean, and what there is.
import { dashed, UsageError } from './command-line.mjs';

/** @typedef {import('../src/protocol').ExperimentDescription} Description */
/** @typedef {import('../src/protocol').HyperparameterDescription} Hyperparameter */
/** @typedef {import('../src/protocol').OptionDescription} Option */

/** Options that every experiment has. */
const EVERY_EXPERIMENT = ['preset', 'seed', 'data', 'backend', 'threads', 'json', 'port', 'help'];

/** What a network may be made of instead of its own files: Keras' weights of an architecture that is known. */
const WEIGHTS = 'weights';

/** How an option of each kind is written, and what that stands for. */
const WORDS = {
  files: { sample: 'PATH', meaning: 'a folder, a file or a URL' },
  picture: { sample: 'PATH', meaning: 'a picture file or its URL' },
  network: { sample: 'PATH', meaning: 'a model.json of TensorFlow.js, or its URL' },
  coefficients: { sample: 'NAME=COEFFICIENT,…', meaning: 'names with numbers' },
  value: { sample: 'JSON', meaning: 'JSON' },
};

/**
 * Gives the texts of a command line the types that `lab.train` takes. A text that has no such type stays
 * text: the package refuses it with its own words.
 * @param {Description} description
 * @param {Record<string, string>} texts
 * @param {(option: string, given: string) => string} address of a file, under which a page can read it
 * @returns {Record<string, unknown>}
 * @throws {UsageError} for a name that the experiment does not have, a file that is not there, or no numbers by name
 */
export function readExperimentOptions(description, texts, address = (_, given) => given) {
  const { hyperparameters, options } = description;
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      if (name === 'preset') return [name, text];
      if (name === 'seed') return [name, readNumber(text)];
      const hyperparameter = Object.hasOwn(hyperparameters, name) ? hyperparameters[name] : undefined;
      if (hyperparameter) return [name, readValue(hyperparameter, text)];
      const option = Object.hasOwn(options, name) ? options[name] : undefined;
      if (option) return [name, readOption(name, option, text, address)];
      const network = networkOf(description);
      if (network && name === WEIGHTS) {
        return [network, { architecture: 'inception-v3', weights: address(name, text) }];
      }
      const own = [...Object.keys(hyperparameters), ...Object.keys(options), ...(network ? [WEIGHTS] : [])];
      const allowed = [...own, ...EVERY_EXPERIMENT].map(dashed).join(', ');
      throw new UsageError(
        `option is "${dashed(name)}"; allowed is ${allowed}.\n${listOptions(description)}`,
      );
    }),
  );
}

/** @param {Description} description @returns {string | undefined} the option that takes a network */
function networkOf({ options }) {
  return Object.keys(options).find((name) => options[name]?.type === 'network');
}

/**
 * @param {string} name @param {Option} option @param {string} text
 * @param {(option: string, given: string) => string} address
 */
function readOption(name, { type }, text, address) {
  switch (type) {
    case 'files':
    case 'picture':
      return address(name, text);
    case 'network':
      return { url: address(name, text) };
    case 'coefficients':
      return readCoefficients(name, text);
    case 'value':
      try {
        return JSON.parse(text);
      } catch {
        return text;
      }
  }
}

/** @param {string} option @param {string} text such as `mixed3=0.5,mixed4=2` */
function readCoefficients(option, text) {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [name, coefficient = '1'] = part.split('=');
      if (name && coefficient.trim() !== '' && Number.isFinite(Number(coefficient)))
        return [name, Number(coefficient)];
      throw new UsageError(
        `${option} is ${JSON.stringify(text)}; allowed are names with coefficients, such as mixed3=0.5,mixed4=2.`,
      );
    }),
  );
}

/**
 * @param {Description[]} experiments
 * @param {string} name
 * @returns {Description}
 * @throws {UsageError} where there is no such experiment
 */
export function findExperiment(experiments, name) {
  const found = experiments.find((experiment) => experiment.name === name);
  if (found) return found;
  const list = experiments.map((experiment) => `  ${experiment.name.padEnd(14)} ${experiment.title}`);
  const allowed = experiments.map((experiment) => experiment.name).join(', ');
  throw new UsageError(`experiment is ${JSON.stringify(name)}; allowed is ${allowed}.\n${list.join('\n')}`);
}

/**
 * @param {Description} all
 * @returns {string} a line for each option of the experiment
 */
export function listOptions(all) {
  const { name, title, description, hyperparameters, presets, options, data, output } = all;
  const lines = Object.entries(hyperparameters).map(([key, hyperparameter]) => [
    `${dashed(key)} ${hyperparameter.default}`,
    `${allowed(hyperparameter)}: ${hyperparameter.description}`,
  ]);
  for (const [preset, values] of Object.entries(presets)) {
    const set = Object.entries(values).map(([key, value]) => `${dashed(key)} ${value}`);
    lines.push([`--preset ${preset}`, set.join(' ')]);
  }
  for (const [key, option] of Object.entries({ ...options, ...(data && { data }) })) {
    const { sample, meaning } = WORDS[option.type];
    lines.push([`${dashed(key)} ${sample}`, `${meaning}: ${option.description}`]);
  }
  if (networkOf(all)) {
    lines.push([
      `${dashed(WEIGHTS)} PATH`,
      'Keras’ weight file of InceptionV3, or its URL: takes that network',
    ]);
  }
  if (output === 'picture') lines.push(['--out FILE.png', 'where to write the picture']);
  const width = Math.max(...lines.map(([option = '']) => option.length));
  const table = lines.map(([option = '', text]) => `  ${option.padEnd(width)}  ${text}`);
  return `${name}: ${title}. ${description}\n${table.join('\n')}`;
}

/** @param {Hyperparameter} hyperparameter */
function allowed(hyperparameter) {
  if (hyperparameter.type === 'boolean') return 'true or false';
  if (hyperparameter.type === 'choice') return hyperparameter.choices.join(', ');
  const kind = hyperparameter.type === 'integer' ? 'a whole number' : 'a number';
  return `${kind} from ${hyperparameter.min} to ${hyperparameter.max}`;
}

/** @param {Hyperparameter} hyperparameter @param {string} text */
function readValue({ type }, text) {
  if (type === 'choice') return text;
  if (type !== 'boolean') return readNumber(text);
  return text === 'true' || text === 'false' ? text === 'true' : text;
}

/** @param {string} text */
export function readNumber(text) {
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}
