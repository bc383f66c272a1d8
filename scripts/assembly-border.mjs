// What TypeScript knows of the kernel binaries, written from the AssemblyScript side alone: the exports and their
// parameters from the compiler's declarations, plans from the classes that lay them out. So a renamed export, a
// wrong number of arguments or a missing field of a plan does not compile.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/** The types, which leave nothing in a bundle, and what lays arguments and plans out. */
export const EXPORTS = 'worker/kernels/runtime/assembly-exports.ts';
export const LAYOUTS = 'worker/kernels/runtime/assembly-layouts.ts';
const ASSEMBLY = join(root, 'worker/kernels/assembly');
/** Exports that take more than this before their range also take their arguments by name. */
const POSITIONAL = 8;

/** @typedef {{ name: string, parameters: { name: string, type: string }[], result: string }} Signature */

/**
 * Writes the files where they would change, so that a build that follows finds nothing newer than itself.
 * @param {string} declarations what `asc --bindings raw` says of the exports
 */
export function writeBorder(declarations) {
  const signatures = signaturesIn(declarations);
  write(EXPORTS, typesOf(signatures));
  write(LAYOUTS, layoutsOf(signatures, readPlans()));
}

/** @param {string} file @param {string} source */
function write(file, source) {
  const path = join(root, file);
  if (!existsSync(path) || readFileSync(path, 'utf8') !== source) writeFileSync(path, source);
}

/**
 * @param {string} declarations
 * @returns {Signature[]}
 */
export function signaturesIn(declarations) {
  const functions = /^ {2}export function (\w+)\(([^)]*)\): (\w+);$/gm;
  return [...declarations.matchAll(functions)].map(([, name = '', list = '', result = '']) => ({
    name,
    parameters: list.split(', ').flatMap((parameter) => {
      const [name, type] = parameter.split(': ');
      return name && type ? [{ name, type }] : [];
    }),
    result,
  }));
}

/**
 * The classes that a plan is laid out by, with their fields in order.
 * @returns {Map<string, string[]>}
 */
function readPlans() {
  const plans = new Map();
  for (const name of readdirSync(ASSEMBLY).filter((file) => file.endsWith('-plan.ts'))) {
    for (const [plan, fields] of plansIn(readFileSync(join(ASSEMBLY, name), 'utf8'))) plans.set(plan, fields);
  }
  return plans;
}

/**
 * @param {string} source AssemblyScript
 * @returns {Map<string, string[]>}
 */
export function plansIn(source) {
  const classes = source.matchAll(/^@unmanaged\nexport class (\w+Plan) \{\n([^}]*)\}/gm);
  return new Map(
    [...classes].map(([, name = '', body = '']) => {
      const lines = body.replace(/\/\*\*[\s\S]*?\*\//g, '').split('\n');
      const fields = lines.flatMap((line) => (line.trim() ? [line.trim()] : []));
      return [name, fields.map((field) => nameOfField(name, field))];
    }),
  );
}

/** @param {string} plan @param {string} field */
function nameOfField(plan, field) {
  const [, name] = /^(\w+): i32;$/.exec(field) ?? [];
  if (!name) throw new Error(`${plan} has "${field}": a plan is made of fields of type i32 alone.`);
  return name;
}

const WARNING =
  '// Written by scripts/assembly-border.mjs from worker/kernels/assembly when the kernels are built: do not edit.';

/** @param {Signature[]} signatures */
export function typesOf(signatures) {
  const ranged = signatures.filter(({ parameters }) => isRanged(parameters));
  return `${WARNING}

/** Every export of the kernel binaries. */
export interface AssemblyExports {
${signatures.map((each) => `  ${each.name}(${labelled(each.parameters)}): ${each.result};`).join('\n')}
}

/** The exports that work on units [start, end): what they take before these two. */
export interface RangedExports {
${ranged.map(({ name, parameters }) => `  ${name}: readonly [${labelled(asNumbers(parameters.slice(0, -2)))}];`).join('\n')}
}
`;
}

/**
 * @param {Signature[]} signatures
 * @param {Map<string, string[]>} plans
 */
export function layoutsOf(signatures, plans) {
  const long = signatures.filter(
    ({ parameters }) => isRanged(parameters) && parameters.length - 2 > POSITIONAL,
  );
  const writers = [...plans].map(([name, fields]) => planWriter(name, fields));
  return `${WARNING}
import type { RangedExports } from './assembly-exports';
${long.map(namedArguments).join('')}${writers.join('')}`;
}

/** @param {Signature['parameters']} parameters */
function isRanged(parameters) {
  return parameters.at(-2)?.name === 'start' && parameters.at(-1)?.name === 'end';
}

/** Threads are handed their arguments as numbers. @param {Signature['parameters']} parameters */
function asNumbers(parameters) {
  return parameters.map(({ name }) => ({ name, type: 'number' }));
}

/** @param {Signature['parameters']} parameters */
function labelled(parameters) {
  return parameters.map(({ name, type }) => `${name}: ${type}`).join(', ');
}

/** @param {Signature} signature */
function namedArguments({ name, parameters }) {
  const names = parameters.slice(0, -2).map((parameter) => parameter.name);
  return `
/** What \`${name}\` takes, by name. */
export function ${name}Arguments(by: {
${names.map((each) => `  ${each}: number;`).join('\n')}
}): RangedExports['${name}'] {
  return [
${names.map((each) => `    by.${each},`).join('\n')}
  ];
}
`;
}

/** @param {string} name @param {string[]} fields */
function planWriter(name, fields) {
  return `
/** The fields of assembly's ${name}. */
export interface ${name}Fields {
${fields.map((field) => `  readonly ${field}: number;`).join('\n')}
}

export const ${name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()}_WORDS = ${fields.length};

/** Lays a plan out as ${name} reads it. */
export function write${name}(words: Int32Array, plan: ${name}Fields): void {
${fields.map((field, index) => `  words[${index}] = plan.${field};`).join('\n')}
}
`;
}
