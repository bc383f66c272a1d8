// The page: starts the lab, and connects the form, the buttons and the panels.
import { type BackendName, BackendUnavailableError, TerminatedError, WorkerFailedError } from 'trainlab';
import { createBackendPanel } from './backend-panel';
import { createCurves } from './curves';
import { byId } from './element';
import { backendTitles } from './format';
import { createLabKeeper } from './lab-keeper';
import { readLink, registerAll } from './link';
import { createRunPanel } from './run-panel';
import { createSetup } from './setup';
import { createTables } from './tables';
import { createTrainedKeeper } from './trained';
import { createTrainer } from './training';
import { createViewPanel } from './view-panel';

const link = readLink(location.search);
const backends = createBackendPanel();
const panel = createRunPanel();
const view = createViewPanel();
const keeper = createLabKeeper(link.threads);
const trained = createTrainedKeeper();
const setup = createSetup({
  get lab() {
    return keeper.lab;
  },
  trained,
});
/** Absent until the first lab is there, which says what can be asked for. */
let linkUnderstood: boolean | undefined;
/** The choice of backend that the lab was started with. */
let worked = backends.choice;
const trainer = createTrainer({
  setup,
  panel,
  view,
  trained,
  curves: createCurves(),
  tables: createTables(),
});

/** Starts a lab on the backend chosen; `false` if none works. */
async function openLab(): Promise<boolean> {
  panel.clearFailure();
  panel.stage('starting', 'Looking for the fastest backend that computes correctly here…');
  try {
    const lab = await keeper.open(backends.choice && [backends.choice]);
    if (!lab) return false;
    trained.drop(); // It was the other lab's.
    const faults = await registerAll(lab, link.register);
    backends.show(lab.backendReports);
    setup.describe(lab.experiments());
    linkUnderstood ??= followLink();
    for (const fault of faults) panel.warn(fault);
    worked = backends.choice;
    if (setup.experiment) view.invite(setup.experiment);
    panel.stage('ready', `Ready on ${backendTitles[lab.backend]}.`);
    return true;
  } catch (error) {
    explainStart(error as Error);
    return false;
  }
}

function explainStart(error: Error): void {
  const title = (name: string) => backendTitles[name as BackendName];
  const reasons = error instanceof BackendUnavailableError ? Object.entries(error.reasons) : [];
  const details = reasons.map(([name, reason]) => `${title(name)}: ${reason}`);
  const still = keeper.lab?.backend;
  panel.stage(
    still ? 'ready' : 'failed',
    still ? `Still ready on ${title(still)}.` : 'There is nothing to train on.',
  );
  panel.fail(
    details.length > 0 ? 'What was asked for cannot train in this browser.' : error.message,
    details,
  );
  if (still) backends.choose(worked);
}

/** Fills in the form as the page's address says; `false`, with a note, if that asks for something unknown. */
function followLink(): boolean {
  const { experiment, options } = link;
  const unknown = experiment === undefined || setup.choose(experiment) ? [] : [`experiment=${experiment}`];
  unknown.push(...setup.preset(options).map((name) => `${name}=${options[name]}`));
  if (unknown.length > 0)
    panel.warn(`The link asks for what this page does not know: ${unknown.join(', ')}.`);
  return unknown.length === 0;
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
  panel.stage(paused ? 'running' : 'paused', paused ? 'Going on…' : 'Pausing after this step…');
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
if ((await openLab()) && linkUnderstood && link.autostart) void train();
