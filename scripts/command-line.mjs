// Reads the command line of `npm start`. What an experiment takes is known only to the package: its options
// are read as text here, and get their meaning in experiment-options.mjs.

export const USAGE = `Usage: npm start [-- EXPERIMENT [OPTIONS]]

Without an experiment: installs what is missing, builds, and serves the demo.
With one, such as transfer: also trains it in a headless browser.

  --NAME VALUE       a hyperparameter, such as --epochs 2 or --batch-size 64;
                     --NAME and --no-NAME where it is true or false
  --preset NAME      a named set of hyperparameters; those given beside it win
  --seed NUMBER      the same seed gives the same result
  --data PATH ...    a folder, a file or a URL, or several
  --backend NAME     webgpu, wasm or cpu; several, with commas, are tried in that order
  --threads NUMBER   WASM threads
  --out FILE.png     where to write the picture of an experiment that makes one
  --export FORMAT FOLDER
                     writes the model's files: project, keras, tfjs, ...
  --json             ends with one line of JSON on stdout; progress goes to stderr
  --port NUMBER      the port to prefer for the server
  --help             this text; after an experiment, what that experiment takes

Options follow a "--": npm start -- transfer --epochs 2 --backend wasm --seed 1`;

/** A mistake on the command line; the program exits with 2. */
export class UsageError extends Error {
  /** @override */
  name = 'UsageError';
}

/**
 * @typedef {object} CommandLine
 * @property {string} [experiment]
 * @property {boolean} json
 * @property {boolean} help
 * @property {number} port
 * @property {string[]} [backends]
 * @property {string} [threads]
 * @property {string[]} data
 * @property {string} [out] where to write the picture
 * @property {{ format: string, folder: string }} [exports] how and where to write the model's files
 * @property {Record<string, string>} options what is left, by names in camel case: the experiment's own
 */

/**
 * @param {string[]} words
 * @returns {CommandLine}
 * @throws {UsageError}
 */
export function readCommandLine(words) {
  const experiment = words[0]?.startsWith('-') ? undefined : words[0];
  const given = readOptions(words.slice(experiment === undefined ? 0 : 1));
  /** @param {string} name */
  const take = (name) => {
    const values = given.get(name) ?? [];
    given.delete(name);
    return values;
  };
  /** @param {string} name */
  const flag = (name) => take(name).at(-1) === 'true';
  const line = {
    experiment,
    json: flag('json'),
    help: flag('help'),
    port: readPort(take('port').at(-1)),
    backends: take('backend').at(-1)?.split(','),
    threads: take('threads').at(-1),
    data: take('data'),
    out: take('out').at(-1),
    ...readExport(take('export')),
    options: Object.fromEntries([...given].map(([name, values]) => [name, values.at(-1) ?? ''])),
  };
  const [stray] = Object.keys(line.options);
  if (experiment === undefined && stray) {
    throw new UsageError(`${dashed(stray)} is no option without an experiment before it.\n${USAGE}`);
  }
  return line;
}

/**
 * @param {string} name in camel case
 * @returns {string} as it is written on the command line
 */
export function dashed(name) {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

const FLAGS = ['json', 'help'];

/** Options that take more than one word.
 * @type {Record<string, number>} */
const MOST = { data: Infinity, export: 2 };

/** @param {string[]} given */
function readExport(given) {
  if (given.length === 0) return {};
  const [format, folder] = given;
  if (format === undefined || folder === undefined || given.length > 2) {
    throw new UsageError(`export is ${JSON.stringify(given.join(' '))}; allowed is a format and a folder.`);
  }
  return { exports: { format, folder } };
}

/**
 * @param {string[]} words
 * @returns {Map<string, string[]>} values by names in camel case
 */
function readOptions(words) {
  const given = new Map();
  const waiting = [...words];
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    const { name, value, negated } = readWord(word);
    const values = value === undefined ? [] : [value];
    const takes = value !== undefined || negated || FLAGS.includes(name) ? 0 : (MOST[name] ?? 1);
    while (values.length < takes && waiting[0] !== undefined && !waiting[0].startsWith('--')) {
      values.push(/** @type {string} */ (waiting.shift()));
    }
    if (values.length === 0) values.push('true');
    given.set(name, [...(given.get(name) ?? []), ...(negated ? [String(values[0] !== 'true')] : values)]);
  }
  return given;
}

/** @param {string} word such as `--name`, `--name=value` or `--no-name` */
function readWord(word) {
  const match = /^--(no-)?([a-z][\w-]*)(?:=(.*))?$/is.exec(word === '-h' ? '--help' : word);
  if (!match) {
    throw new UsageError(
      `${JSON.stringify(word)} is one word too many: the experiment comes first, then its options.\n${USAGE}`,
    );
  }
  const [, negated, written = '', value] = match;
  return { name: written.replace(/-+(\w)/g, (_, letter) => letter.toUpperCase()), value, negated };
}

/** @param {string | undefined} text */
function readPort(text = '8080') {
  const port = Number(text);
  if (text !== '' && Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new UsageError(`port is ${JSON.stringify(text)}; allowed is a whole number from 0 to 65535.`);
}
