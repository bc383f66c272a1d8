// The page: starts the lab, and connects the form, the buttons and the panels.
import { BackendUnavailableError, TerminatedError, WorkerFailedError } from 'trainlab';
import { createBackendPanel } from './backend-panel';
import { createCurves } from './curves';
import { byId } from './element';
import { backendTitles } from './format';
import { createLabKeeper } from './lab-keeper';
import { readLink } from './link';
import { createRunPanel } from './run-panel';
import { createSetup } from './setup';
import { createTables } from './tables';
import { createTrainer } from './training';
import { createViewPanel } from './view-panel';

const link = readLink(location.search);
const backends = createBackendPanel();
const setup = createSetup();
const panel = createRunPanel();
const view = createViewPanel();
const keeper = createLabKeeper(link.threads);
const trainer = createTrainer({ setup, panel, view, curves: createCurves(), tables: createTables() });

/** Starts a lab on the backend chosen; `false` if none works. */
async function openLab(): Promise<boolean> {
  panel.clearFailure();
  panel.stage('starting', 'Looking for the fastest backend that computes correctly here…');
  try {
    const lab = await keeper.open(backends.wanted());
    if (!lab) return false;
    backends.show(lab.backends);
    setup.describe(lab.experiments());
    if (setup.experiment) view.invite(setup.experiment);
    panel.stage('ready', `Ready on ${backendTitles[lab.backend]}.`);
    return true;
  } catch (error) {
    explainStart(error as Error);
    return false;
  }
}

function explainStart(error: Error): void {
  const reasons = error instanceof BackendUnavailableError ? Object.entries(error.reasons) : [];
  const details = reasons.map(
    ([name, reason]) => `${backendTitles[name as keyof typeof backendTitles]}: ${reason}`,
  );
  const still = keeper.lab && ` ${backendTitles[keeper.lab.backend]} keeps running.`;
  panel.stage(keeper.lab ? 'ready' : 'failed', `That backend cannot train here.${still ?? ''}`);
  panel.fail(details.length > 0 ? 'No backend asked for works in this browser:' : error.message, details);
  if (keeper.lab) backends.choose(keeper.lab.backend);
}

async function train(): Promise<void> {
  if (byId('train').getAttribute('aria-disabled') === 'true') return;
  if (!keeper.lab && !(await openLab())) return;
  const error = await trainer.train(keeper.lab!);
  if (error instanceof WorkerFailedError || error instanceof TerminatedError) keeper.close();
}

function pauseOrResume(): void {
  const { run } = trainer;
  if (!run) return;
  const paused = document.body.dataset.stage === 'paused';
  if (paused) run.resume();
  else run.pause();
  panel.stage(paused ? 'running' : 'paused', paused ? 'Going on…' : 'Paused.');
}

byId('setup').addEventListener('submit', (event) => {
  event.preventDefault();
  void train();
});
byId('pause').addEventListener('click', pauseOrResume);
byId('stop').addEventListener('click', () => void trainer.run?.stop());
backends.onChange(() => void openLab());
setup.onChoose(view.invite);

backends.choose(link.backend);
if (await openLab()) {
  if (link.experiment) setup.choose(link.experiment);
  const unknown = setup.preset(link.options);
  if (unknown.length > 0)
    panel.warn(`The link presets ${unknown.join(', ')}, which this experiment does not have.`);
  if (link.autostart) void train();
}
