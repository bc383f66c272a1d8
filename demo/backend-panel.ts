// Which backend trains, which one the visitor wants, and why the others were passed over.
import type { BackendName, BackendReport } from 'trainlab';
import { byId, element } from './element';
import { backendTitles } from './format';

export interface BackendPanel {
  /** The one backend to try; `undefined` for the lab's own order. */
  readonly choice: BackendName | undefined;
  choose(backend: BackendName | undefined): void;
  show(reports: readonly BackendReport[]): void;
  onChange(listener: () => void): void;
}

export function createBackendPanel(): BackendPanel {
  const choice = byId<HTMLFieldSetElement>('backend');
  const radios = [...choice.querySelectorAll<HTMLInputElement>('input')];
  return {
    get choice() {
      const value = radios.find(({ checked }) => checked)?.value;
      return value === undefined || value === 'auto' ? undefined : (value as BackendName);
    },
    choose(backend) {
      for (const radio of radios) radio.checked = radio.value === (backend ?? 'auto');
    },
    show: (reports) => byId('backends').replaceChildren(...reports.map(line)),
    onChange: (listener) => choice.addEventListener('change', listener),
  };
}

function line({ name, state, reason, threads, device }: BackendReport): HTMLElement {
  const running = [threads && `${threads} thread${threads === 1 ? '' : 's'}`, device]
    .filter(Boolean)
    .join(', ');
  const text = {
    running: running ? `runs: ${running}` : 'runs',
    'passed-over': `passed over: ${reason}`,
    'not-tried': 'not needed',
  }[state];
  return element('li', { 'data-state': state }, element('strong', {}, backendTitles[name]), ` ${text}`);
}
