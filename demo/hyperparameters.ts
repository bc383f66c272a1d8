// The part of the form that one experiment asks for: preset, hyperparameters, seed, and its view's own fields.
import type { ExperimentDescription, HyperparameterValue } from 'trainlab';
import { element } from './element';
import { type Field, hyperparameterField, labelled } from './field';
import { words } from './format';
import type { Extras } from './views/view';

export interface Hyperparameters {
  element: HTMLElement;
  /** Only what differs from the defaults or the chosen preset. */
  read(): Record<string, unknown>;
  /** Fills fields by name; gives the names that there are none for. */
  write(options: Record<string, string>): string[];
  /** Shows an error beside its field; `false` if there is no such field. */
  fail(field: string, message: string): boolean;
  clearErrors(): void;
}

export function createHyperparameters(description: ExperimentDescription, extras?: Extras): Hyperparameters {
  const fields = new Map<string, Field>();
  const preset = presetField(Object.keys(description.presets));
  if (preset) fields.set('preset', preset);
  for (const [name, hyperparameter] of Object.entries(description.hyperparameters)) {
    fields.set(name, hyperparameterField(name, hyperparameter));
  }
  fields.set('seed', seedField());

  const base = (): Record<string, HyperparameterValue> => ({
    ...Object.fromEntries(Object.entries(description.hyperparameters).map(([name, h]) => [name, h.default])),
    ...description.presets[String(preset?.read() ?? '')],
  });
  const fillIn = () => {
    for (const [name, value] of Object.entries(base())) fields.get(name)?.write(value);
  };
  preset?.element.addEventListener('change', fillIn);
  fillIn();

  return {
    element: element(
      'div',
      { class: 'fields' },
      extras?.first && extras.element,
      ...[...fields.values()].map((field) => field.element),
      !extras?.first && extras?.element,
    ),
    read() {
      const options: Record<string, unknown> = {};
      const given = base();
      for (const [name, field] of fields) {
        const value = field.read();
        if (value !== undefined && value !== given[name]) options[name] = value;
      }
      return { ...options, ...extras?.read() };
    },
    write({ preset: wanted, ...options }) {
      if (wanted !== undefined && preset) {
        preset.write(wanted);
        fillIn();
      }
      for (const [name, value] of Object.entries(options)) fields.get(name)?.write(value);
      return Object.keys(options).filter((name) => !fields.has(name));
    },
    fail(name, message) {
      const field = fields.get(name);
      field?.fail(message);
      field?.focus();
      return field !== undefined || extras?.fail(name, message) === true;
    },
    clearErrors() {
      for (const field of fields.values()) field.fail();
      extras?.fail('', '');
    },
  };
}

function presetField(names: string[]): Field | undefined {
  if (names.length === 0) return undefined;
  const options = names.map((name) => element('option', { value: name }, words(name)));
  const input = element(
    'select',
    { id: 'option-preset' },
    element('option', { value: '' }, 'Default'),
    ...options,
  );
  return labelled({ name: 'preset', label: 'Preset', input, hint: 'Fills in the numbers below.' });
}

function seedField(): Field {
  const input = element('input', {
    id: 'option-seed',
    name: 'seed',
    type: 'number',
    min: 0,
    max: 2 ** 32 - 1,
    step: 1,
    placeholder: 'random',
  });
  const hint = 'The same seed on the same backend trains the same network.';
  return labelled({ name: 'seed', label: 'Seed', input, hint });
}
