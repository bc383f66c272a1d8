// A form to ask for pictures of a digit, and the sheet they are drawn on.
import { InvalidInputError, type Model, type Run, type TypesByName } from 'trainlab';
import { element } from '../../element';
import { type Field, labelled } from '../../field';
import { createGreyCanvas } from './grey-canvas';

type Acgan = TypesByName['acgan'];

export function createRequestForm(run: Run<Acgan>, signal: AbortSignal): HTMLElement {
  const fields = requestFields();
  const draw = element('button', { id: 'draw', 'aria-disabled': 'true' }, 'Draw');
  const told = element('p', { id: 'drawn-as', class: 'verdict', role: 'status' });
  const canvas = createGreyCanvas('drawn', signal);
  const sheet = element('div', { class: 'drawn', hidden: true }, canvas.element);
  const inputs = Object.values(fields).map((field) => field.element);
  const form = element('form', { class: 'ask', novalidate: true }, ...inputs, draw, told, sheet);

  let model: Model<Acgan> | undefined;
  let latest = 0;
  const answer = async (trained: Model<Acgan>): Promise<void> => {
    const turn = ++latest;
    // Chosen here, so that it can be told and the same pictures asked for again.
    const seed = (fields.seed.read() as number | undefined) ?? Math.floor(Math.random() * 2 ** 32);
    const digit = Number(fields.digit.read());
    try {
      const { images } = await trained.predict({ digit, count: fields.count.read() as number, seed });
      if (turn !== latest || signal.aborted) return;
      const text = `${images.length} × ${digit}, seed ${seed}`;
      sheet.hidden = false;
      const columns = columnsFor(images.length);
      sheet.style.setProperty('--columns', String(columns));
      canvas.show(images, columns, `Generated pictures: ${text}.`);
      told.textContent = `Drawn: ${text}.`;
    } catch (error) {
      if (turn === latest && !signal.aborted) explain(error as Error);
    }
  };
  const explain = (error: Error) => {
    const name = /^\w+/.exec(error.message)?.[0] as keyof typeof fields;
    const field = error instanceof InvalidInputError ? fields[name] : undefined;
    told.textContent = field ? '' : error.message;
    field?.fail(error.message);
    field?.focus();
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    for (const field of Object.values(fields)) field.fail();
    if (model) void answer(model);
  });

  told.textContent = 'It draws once it is trained.';
  run.then(
    ({ model: trained, output }) => {
      model = trained;
      draw.setAttribute('aria-disabled', 'false');
      told.textContent = `It is trained, with ${share(output.width)}: ask for a digit.`;
    },
    () => {
      told.textContent = 'There is no trained generator yet: this training ended early.';
    },
  );
  return form;
}

function requestFields(): Record<'digit' | 'count' | 'seed', Field> {
  const digits = Array.from({ length: 10 }, (_, digit) =>
    element('option', { value: digit, selected: digit === 7 }, String(digit)),
  );
  const count = element('input', { type: 'number', id: 'count', min: 1, max: 1000, step: 1, value: 16 });
  const seed = element('input', { type: 'number', id: 'draw-seed', min: 0, step: 1, placeholder: 'random' });
  return {
    digit: labelled({
      name: 'digit',
      label: 'Digit',
      input: element('select', { id: 'digit' }, ...digits),
      hint: 'What to draw',
    }),
    count: labelled({ name: 'count', label: 'Pictures', input: count, hint: '1 to 1,000' }),
    seed: labelled({
      name: 'draw-seed',
      label: 'Drawing seed',
      input: seed,
      hint: 'The same draws the same',
    }),
  };
}

/** Nearly square, at most ten wide. */
const columnsFor = (count: number): number => Math.min(10, Math.ceil(Math.sqrt(count)));

const share = (width: number): string =>
  width === 1 ? 'all channels' : `${Number((width * 100).toPrecision(3))} % of the full network’s channels`;
