// A labelled file input that also takes what is dropped on it, with its hint and a place for its error.
import { type Child, element } from './element';

export interface FileField {
  element: HTMLElement;
  input: HTMLInputElement;
  /** Shows why the files are refused; an empty message takes that back. */
  fail(message: string): void;
}

interface Parts {
  id: string;
  /** What the field stands for. */
  name: string;
  label: string;
  hint: string;
  /** What else to say of the input, such as `accept` and `multiple`. */
  attributes: Record<string, string | boolean>;
  /** Whether an error is read aloud at once, because it may come while nothing in the form has the focus. */
  aloud?: boolean;
}

/** @param inside stands between the hint and the error */
export function createFileField(
  { id, name, label, hint, attributes, aloud = false }: Parts,
  ...inside: Child[]
): FileField {
  const input = element('input', {
    ...{ type: 'file', id, ...attributes, 'aria-describedby': `${id}-hint ${id}-error` },
  });
  const error = element('p', { id: `${id}-error`, class: 'error', hidden: true });
  if (aloud) error.setAttribute('role', 'alert');
  return {
    element: element(
      'div',
      { class: 'field drop', 'data-field': name },
      element('label', { for: id }, label),
      input,
      element('p', { id: `${id}-hint`, class: 'hint' }, hint),
      ...inside,
      error,
    ),
    input,
    fail(message) {
      error.hidden = message === '';
      error.textContent = message;
      if (message) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
    },
  };
}
