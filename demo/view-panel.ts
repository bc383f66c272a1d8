// The panel beside the curves: an invitation before the first run, then the experiment's own view of its run.
import type { ExperimentDescription, Run } from 'trainlab';
import { byId, element } from './element';
import type { MetricDescriptions } from './table';
import { viewOf } from './views';

export interface ViewPanel {
  /** Says what there will be once the experiment is trained; hides the panel if it has no view. */
  invite(experiment: ExperimentDescription): void;
  open(run: Run, metrics: MetricDescriptions): void;
}

export function createViewPanel(): ViewPanel {
  const section = byId('view');
  const panel = byId('view-panel');
  let current = new AbortController();

  const clear = (experiment: string) => {
    current.abort();
    current = new AbortController();
    panel.replaceChildren();
    const view = viewOf(experiment);
    section.hidden = view === undefined;
    if (view) document.body.dataset.view = view.wide ? 'wide' : 'beside';
    else delete document.body.dataset.view;
    byId('view-title').textContent = view?.title ?? '';
    return view;
  };

  return {
    invite({ name }) {
      const view = clear(name);
      if (view) panel.append(element('p', { class: 'invitation' }, element('span', {}, view.invitation)));
    },
    open(run, metrics) {
      clear(run.experiment)?.open(panel, run as never, current.signal, metrics);
    },
  };
}
