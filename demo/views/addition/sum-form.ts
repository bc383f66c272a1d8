// A field to type a sum in, and the network's answer with how sure it is.
import { InvalidInputError, type Model, type Run, type TypesByName } from 'trainlab';
import { element } from '../../element';
import { labelled } from '../../field';
import { mark } from '../../mark';

type Addition = TypesByName['addition'];

export function createSumForm(run: Run<Addition>, signal: AbortSignal): HTMLElement {
  const input = element('input', {
    type: 'text',
    id: 'sum',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: '3+4',
  });
  const field = labelled({
    name: 'sum',
    label: 'Sum',
    input,
    hint: 'Two whole numbers with a plus between them',
  });
  const ask = element('button', { id: 'ask', 'aria-disabled': 'true' }, 'Ask');
  const answer = element('p', { id: 'answer', class: 'verdict', role: 'status' });
  const form = element('form', { class: 'ask', novalidate: true }, field.element, ask, answer);

  let model: Model<Addition> | undefined;
  let latest = 0;
  const answerTo = async (sum: string, trained: Model<Addition>): Promise<void> => {
    const turn = ++latest;
    try {
      const prediction = await trained.predict(sum);
      if (turn === latest && !signal.aborted) answer.replaceChildren(...sentence(prediction));
    } catch (error) {
      if (turn !== latest || signal.aborted) return;
      answer.replaceChildren();
      if (!(error instanceof InvalidInputError)) answer.textContent = (error as Error).message;
      else {
        field.fail(error.message);
        field.focus();
      }
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    field.fail();
    if (model) void answerTo(input.value, model);
  });

  answer.textContent = 'It answers once it is trained.';
  run.then(
    (result) => {
      model = result.model;
      ask.setAttribute('aria-disabled', 'false');
      answer.textContent = 'It is trained: ask for a sum.';
    },
    () => {
      answer.textContent = 'There is no trained network yet: this training ended early.';
    },
  );
  return form;
}

function sentence({ question, answer, confidence }: Addition['prediction']): (Node | string)[] {
  const [a = 0, b = 0] = question.split('+').map(Number);
  const correct = answer === String(a + b);
  return [
    element('strong', {}, `${a}+${b} = ${answer || 'no answer'}`),
    element(
      'span',
      { class: 'verdict-note' },
      mark(correct),
      correct ? '' : `, it is ${a + b}`,
      `; ${Math.round(confidence * 100)} % sure`,
    ),
  ];
}
