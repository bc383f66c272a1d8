// Types alone, never run: with the type of a module, a lab's `train` takes and gives what that experiment does.
import { createLab } from '../../src/index';

type Module = typeof import('./typed-experiment');

export async function typed(): Promise<void> {
  const lab = await createLab<{ mine: Module; named: { experiment: Module['default'] }; loose: unknown }>();
  await lab.register('mine', './typed-experiment.js');
  // @ts-expect-error no such name was announced
  await lab.register('other', './typed-experiment.js');

  const run = lab.train('mine', { units: 4, deep: true, activation: 'tanh', preset: 'quick', seed: 1 });
  run.on('sample', ({ sample }) => sample.drawn.toFixed());
  run.on('epoch', ({ metrics }) => metrics.valAccuracy.toFixed());
  const { model, hyperparameters, output } = await run;
  hyperparameters.units.toFixed();
  output.activation.trim();
  (await model.predict([1, 2])).sum.toFixed();
  // @ts-expect-error no such option
  lab.train('mine', { unit: 4 });
  // @ts-expect-error no such choice
  lab.train('mine', { activation: 'sigmoid' });
  // @ts-expect-error no such preset
  lab.train('mine', { preset: 'full' });
  // @ts-expect-error two numbers are asked for
  model.predict('1+2');
  // @ts-expect-error no such metric
  (await run).metrics.valAcuracy;

  lab.train('named', { units: 4 });
  // @ts-expect-error no such option
  lab.train('named', { unit: 4 });
  (await lab.train('loose', { anything: 1 })).model.predict('anything');
  (await lab.train('transfer', { epochs: 1 })).metrics.valAccuracy.toFixed();
  // @ts-expect-error no such experiment
  lab.train('none');

  const plain = await createLab();
  await plain.register('any-name', './mine.js');
  // @ts-expect-error its type was not announced
  plain.train('any-name');
}
