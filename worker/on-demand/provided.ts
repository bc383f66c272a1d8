// How a library that is loaded on demand hands itself over: by a global name, as not every bundler leaves a file that
// it copies the names that it exports.

const NAME = Symbol.for('trainlab libraries');
const holder = globalThis as { [NAME]?: Record<string, unknown> };

/** What has handed itself over so far, by name. */
export function provided(): Record<string, unknown> {
  holder[NAME] ??= {};
  return holder[NAME];
}
