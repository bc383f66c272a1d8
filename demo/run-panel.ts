// What the run is doing: status, progress bar, pace, and the buttons that hold or end it.
import type { BatchEvent, ProgressEvent, StatusEvent } from 'trainlab';
import { byId, element } from './element';
import { count, duration, percent, rate } from './format';
import { perFrame } from './frame';
import { withinPhase } from './timeline';

export type Stage = 'starting' | 'ready' | 'running' | 'paused' | 'done' | 'failed';

export interface RunPanel {
  /** Says where the run stands, and lets only the buttons that fit be pressed. */
  stage(stage: Stage, message: string): void;
  reset(): void;
  status(event: StatusEvent): void;
  progress(event: ProgressEvent): void;
  batch(event: BatchEvent): void;
  warn(message: string): void;
  /** Shows what went wrong, at once and aloud. */
  fail(message: string, details?: string[]): void;
  clearFailure(): void;
}

export function createRunPanel(): RunPanel {
  const bar = byId('progress');
  const alert = byId('alert');
  const warnings = byId('warnings');
  let latest: { progress?: ProgressEvent; batch?: BatchEvent; fraction: number } = { fraction: 0 };

  const draw = perFrame(() => {
    const { progress, batch, fraction } = latest;
    bar.style.setProperty('--fraction', String(fraction));
    bar.setAttribute('aria-valuenow', String(Math.floor(fraction * 100)));
    byId('percent').textContent = percent(fraction);
    byId('step').textContent = progress ? `${count(progress.step)} of ${count(progress.steps)}` : '–';
    byId('pace').textContent = progress ? `${rate(progress.stepsPerSecond)} a second` : '–';
    byId('eta').textContent = progress?.eta ? duration(Math.ceil(progress.eta) * 1000) : '–';
    byId('where').textContent = batch ? place(batch) : '–';
    const running = fraction > 0 && fraction < 1;
    document.title = running ? `${percent(fraction)} · trainlab` : 'trainlab';
  });
  const allow = (id: string, allowed: boolean) => byId(id).setAttribute('aria-disabled', String(!allowed));
  const say = (message: string) => {
    if (byId('status').textContent !== message) byId('status').textContent = message;
  };

  return {
    stage(stage, message) {
      document.body.dataset.stage = stage;
      say(message);
      const active = stage === 'running' || stage === 'paused';
      allow('train', !active && stage !== 'starting');
      allow('pause', active);
      allow('stop', active);
      byId('pause').textContent = stage === 'paused' ? 'Resume' : 'Pause';
    },
    reset() {
      latest = { fraction: 0 };
      warnings.replaceChildren();
      draw();
    },
    status({ state, message, fraction }) {
      say(message);
      bar.toggleAttribute('data-loading', state === 'loading' && fraction === undefined);
    },
    progress(event) {
      latest = { ...latest, progress: event, fraction: event.fraction };
      draw();
    },
    batch(event) {
      latest.batch = event;
      draw();
    },
    warn: (message) => warnings.append(element('li', {}, message)),
    fail(message, details = []) {
      const list = details.map((text) => element('li', {}, text));
      alert.replaceChildren(element('p', {}, message), ...(list.length ? [element('ul', {}, ...list)] : []));
      alert.hidden = false;
    },
    clearFailure() {
      alert.hidden = true;
      alert.replaceChildren();
    },
  };
}

const place = ({ phase, ...counted }: BatchEvent): string => {
  const { epoch, epochs } = withinPhase(counted);
  return epochs === 1 ? phase : `${phase}, epoch ${epoch} of ${epochs}`;
};
