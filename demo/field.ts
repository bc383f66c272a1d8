// One labelled input of the form: what it holds, what it allows, and its error beside it.
import type { HyperparameterDescription, HyperparameterValue } from 'trainlab';
import { element } from './element';
import { number, words } from './format';

export interface Field {
  element: HTMLElement;
  /** `undefined` for an empty input; NaN for one that holds no number. */
  read(): HyperparameterValue | undefined;
  write(value: HyperparameterValue | undefined): void;
  /** Shows why the value is refused; nothing takes that back. */
  fail(message?: string): void;
  focus(): void;
}

type Input = HTMLInputElement | HTMLSelectElement;

interface Parts {
  name: string;
  label: string;
  input: Input;
  hint: string;
}

/** The field that fits a hyperparameter. */
export function hyperparameterField(name: string, description: HyperparameterDescription): Field {
  const id = `option-${name}`;
  const parts = { name, label: words(name), hint: description.description.replace(/\.$/, '') };
  if (description.type === 'choice') {
    const options = description.choices.map((choice) => element('option', { value: choice }, choice));
    return labelled({ ...parts, input: element('select', { id, name }, ...options) });
  }
  if (description.type === 'boolean') {
    return labelled({ ...parts, input: element('input', { id, name, type: 'checkbox' }) });
  }
  const { min, max } = description;
  const step = description.type === 'integer' ? 1 : finerStep(description.default);
  const input = element('input', {
    id,
    name,
    type: 'number',
    min,
    max,
    step,
    placeholder: description.default,
  });
  return labelled({ ...parts, input, hint: `${parts.hint}, ${number(min)} to ${number(max)}` });
}

/** A tenth of the value's order of magnitude, for the arrow keys of a number input. */
function finerStep(value: number): number {
  return value === 0 ? 0.1 : Number((10 ** (Math.ceil(Math.log10(Math.abs(value))) - 1)).toPrecision(1));
}

/** An input with its label, its hint and a place for its error. */
export function labelled({ name, label, input, hint }: Parts): Field {
  const hintId = `${input.id}-hint`;
  const errorId = `${input.id}-error`;
  const error = element('p', { id: errorId, class: 'error', hidden: true });
  input.setAttribute('aria-describedby', `${hintId} ${errorId}`);
  const node = element(
    'div',
    { class: 'field', 'data-field': name, 'data-type': input.type },
    element('label', { for: input.id }, label),
    input,
    element('p', { id: hintId, class: 'hint' }, hint),
    error,
  );
  const fail = (message?: string) => {
    error.hidden = !message;
    error.textContent = message ?? '';
    if (message) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  };
  input.addEventListener('input', () => fail());
  return {
    element: node,
    read: () => read(input),
    write: (value) => write(input, value),
    fail,
    focus: () => input.focus(),
  };
}

function read(input: Input): HyperparameterValue | undefined {
  if (input instanceof HTMLInputElement) {
    if (input.type === 'checkbox') return input.checked;
    if (input.validity.badInput) return Number.NaN;
    if (input.type === 'number') return input.value === '' ? undefined : Number(input.value);
  }
  return input.value === '' ? undefined : input.value;
}

function write(input: Input, value: HyperparameterValue | undefined): void {
  if (input instanceof HTMLInputElement && input.type === 'checkbox')
    input.checked = String(value) === 'true';
  else input.value = value === undefined ? '' : String(value);
}
