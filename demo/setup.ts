// The form: which experiment, with which options. Built from what the lab says there is.
import type { ExperimentDescription, HyperparameterDescription } from 'trainlab';
import { byId, element } from './element';
import { createHyperparameters, type Hyperparameters } from './hyperparameters';
import { ownFiles } from './own-files';
import { byView, viewOf } from './views';
import type { Surroundings } from './views/view';

export interface Setup {
  /** Lists the experiments and keeps the chosen one, if it is still there. */
  describe(experiments: ExperimentDescription[]): void;
  /** The chosen experiment; `undefined` before `describe`. */
  readonly experiment: ExperimentDescription | undefined;
  /** `false` if there is no such experiment. */
  choose(name: string): boolean;
  options(): Record<string, unknown>;
  /** Fills in options by name; gives those that there is no field for. */
  preset(options: Record<string, string>): string[];
  /** Shows an error beside its field; `false` if there is no such field. */
  fail(field: string, message: string): boolean;
  clearErrors(): void;
  onChoose(listener: (experiment: ExperimentDescription) => void): void;
}

export function createSetup(page: Omit<Surroundings, 'signal'>): Setup {
  const list = byId('experiment-list');
  const settings = byId<HTMLDetailsElement>('settings');
  const listeners: ((experiment: ExperimentDescription) => void)[] = [];
  let experiments: ExperimentDescription[] = [];
  let chosen: ExperimentDescription | undefined;
  let fields: Hyperparameters | undefined;
  let current = new AbortController();
  // A phone's first screen has no room for every number.
  settings.open = matchMedia('(min-width: 60rem)').matches;

  const show = (experiment: ExperimentDescription) => {
    current.abort();
    current = new AbortController();
    const { signal } = current;
    const view = viewOf(experiment.name);
    chosen = experiment;
    const { data } = experiment;
    const extras = view?.extras?.(around(page, signal)) ?? (data && ownFiles(data));
    fields = createHyperparameters(experiment, extras);
    byId('train').textContent = view?.action?.button ?? 'Train';
    byId('fields').replaceChildren(fields.element);
    byId('description').textContent = experiment.description;
    for (const listener of listeners) listener(experiment);
  };
  const choose = (name: string): boolean => {
    const experiment = experiments.find((one) => one.name === name);
    const radio = list.querySelector<HTMLInputElement>(`input[value="${CSS.escape(name)}"]`);
    if (!experiment || !radio) return false;
    radio.checked = true;
    show(experiment);
    return true;
  };
  list.addEventListener('change', (event) => choose((event.target as HTMLInputElement).value));

  return {
    get experiment() {
      return chosen;
    },
    choose,
    describe(unordered) {
      const described = [...unordered].sort((a, b) => byView(a.name, b.name));
      // Another backend may bring other defaults; unless it does, what was typed in stays.
      const same = JSON.stringify(described) === JSON.stringify(experiments);
      if (same) return;
      experiments = described;
      list.replaceChildren(...experiments.map(radio));
      choose(experiments.some(({ name }) => name === chosen?.name) ? chosen!.name : experiments[0]!.name);
    },
    options: () => fields?.read() ?? {},
    preset: (options) => fields?.write(options) ?? [],
    fail(field, message) {
      settings.open = true;
      return fields?.fail(field, message) === true;
    },
    clearErrors: () => fields?.clearErrors(),
    onChoose: (listener) => listeners.push(listener),
  };
}

/** The page as it is at any time, not as it was. */
function around(page: Omit<Surroundings, 'signal'>, signal: AbortSignal): Surroundings {
  return {
    get lab() {
      return page.lab;
    },
    trained: page.trained,
    signal,
  };
}

function radio({ name, title, hyperparameters }: ExperimentDescription): HTMLElement {
  return element(
    'label',
    { class: 'experiment' },
    element('input', { type: 'radio', name: 'experiment', value: name }),
    element('span', { class: 'title' }, title),
    element('span', { class: 'size' }, defaultEpochs(hyperparameters)),
  );
}

function defaultEpochs({ epochs }: Record<string, HyperparameterDescription>): string {
  if (epochs === undefined) return '';
  return epochs.default === 1 ? '1 epoch' : `${epochs.default} epochs`;
}
