// The options of one experiment: what they mean, and what there is.
import { dashed, UsageError } from './command-line.mjs';
import { DREAM_OPTIONS } from './dream-options.mjs';

/** @typedef {import('../src/protocol').ExperimentDescription} Description */
/** @typedef {import('../src/protocol').HyperparameterDescription} Hyperparameter */

/** Options that every experiment has. */
const EVERY_EXPERIMENT = ['preset', 'seed', 'data', 'backend', 'threads', 'json', 'port', 'help'];

/**
 * Gives the texts of a command line the types that `lab.train` takes. A text that has no such type stays
 * text: the package refuses it with its own words.
 * @param {Description} description
 * @param {Record<string, string>} texts
 * @returns {Record<string, string | number | boolean>}
 * @throws {UsageError} for a name that the experiment does not have
 */
export function readExperimentOptions(description, texts) {
  const { hyperparameters } = description;
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      if (name === 'preset') return [name, text];
      if (name === 'seed') return [name, readNumber(text)];
      const hyperparameter = Object.hasOwn(hyperparameters, name) ? hyperparameters[name] : undefined;
      if (hyperparameter) return [name, readValue(hyperparameter, text)];
      const allowed = [...Object.keys(hyperparameters), ...EVERY_EXPERIMENT].map(dashed).join(', ');
      throw new UsageError(
        `option is "${dashed(name)}"; allowed is ${allowed}.\n${listOptions(description)}`,
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
 * @param {Description} description
 * @returns {string} a line for each option of the experiment
 */
export function listOptions({ name, title, description, hyperparameters, presets }) {
  const lines = Object.entries(hyperparameters).map(([key, hyperparameter]) => [
    `${dashed(key)} ${hyperparameter.default}`,
    `${allowed(hyperparameter)}: ${hyperparameter.description}`,
  ]);
  for (const [preset, values] of Object.entries(presets)) {
    const set = Object.entries(values).map(([key, value]) => `${dashed(key)} ${value}`);
    lines.push([`--preset ${preset}`, set.join(' ')]);
  }
  if (name === 'deepdream') lines.push(...DREAM_OPTIONS);
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
