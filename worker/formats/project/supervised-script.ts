// train.py of a network that learns from examples with their answers: what `lab.fit` and most experiments do.
import { literal, plain } from './python';
import { ANTIRECTIFIER, argumentsCode, headCode, PROCESSES, WEIGHTS } from './script-parts';

export interface SupervisedScript {
  /** What it trains, in a sentence. */
  about: string;
  seed: number;
  epochs: number;
  batchSize: number;
  /** Whether the best epoch's weights are kept, and what makes it the best: its metric, and whether that rises. */
  best?: { monitor: string; rises: boolean };
  stopEarly?: { monitor: string; rises: boolean; patience: number; minDelta: number };
  shuffle: boolean;
  /** Expressions. */
  optimizer: string;
  loss: string;
  metrics: string;
  schedule?: { constants: string; code: string };
  /** A function `augment`, where there is one. */
  augment?: string;
  /** Functions that build the network. */
  network: string;
  antirectifier: boolean;
  /** A function `load_data(path)`, and what else it needs. */
  data: string;
  dataHelp: string;
  dataRequired: boolean;
  /** A function `phases(data)`: for each its name, its examples, and names of the layers that are frozen. */
  phases: string;
  /** A function `draw_order(data, rng)`, where an epoch is no permutation of the examples. */
  order?: string;
}

/** @returns the whole file */
export function supervisedScript(it: SupervisedScript): string {
  const constants = [
    `EPOCHS = ${it.epochs}`,
    `BATCH_SIZE = ${it.batchSize}  # over all processes`,
    ...(it.schedule ? [it.schedule.constants] : []),
  ].join('\n');
  const best = it.best;
  const stop = it.stopEarly;
  const order =
    it.order ?? (it.shuffle ? 'rng.permutation(len(train[1][0]))' : 'np.arange(len(train[1][0]))');
  const loop = `
def make_optimizer():
    return ${it.optimizer}


def make_loss():
    return ${it.loss}


def make_metrics():
    return ${it.metrics}


def rows(arrays, chosen):
    """Some examples; of a lone input or output the array itself."""
    some = [array[chosen] for array in arrays]
    return some[0] if len(some) == 1 else some


def local_step(model):
    """A step of one process, on any backend."""

    def step(x, y):
        model.reset_metrics()
        values = model.train_on_batch(x, y, return_dict=True)
        return {name: float(value) for name, value in values.items()}

    return step


def distributed_step(model):
    """A step of many processes: each computes its share of the batch, and all follow the same mean gradient."""
    import torch

    network = parallel(model)

    def step(x, y):
        flat = lambda value: value if isinstance(value, list) else [value]
        count = len(flat(x)[0])
        mine, weight = my_share(count)
        x, y = rows(flat(x), mine), rows(flat(y), mine)
        model.zero_grad()
        answer = network(x, training=True)
        as_tensors = [ops.convert_to_tensor(one) for one in flat(y)]
        loss = model.compute_loss(x, as_tensors if isinstance(y, list) else as_tensors[0], answer, training=True)
        (loss * weight).backward()
        weights = model.trainable_weights
        with torch.no_grad():
            model.optimizer.apply([one.value.grad for one in weights], weights)
        return {"loss": float(loss.detach()) * weight}

    return step


def fit(model, name, train, test, epochs, rng):
    """Trains on (x, y), both lists of arrays. Gives the metrics of each epoch, and those the model is left with."""
    model.compile(optimizer=make_optimizer(), loss=make_loss(), metrics=make_metrics())
    step = distributed_step(model) if WORLD > 1 else local_step(model)
    steps_per_epoch = math.ceil(len(train[1][0]) / BATCH_SIZE)
    history, best, taken${stop ? ', waited, leading' : ''} = [], None, 0${stop ? ', 0, None' : ''}
    for epoch in range(1, epochs + 1):
        start, sums = time.time(), {}
        order = ${order}
        for at in range(0, len(order), BATCH_SIZE):
            chosen = order[at : at + BATCH_SIZE]
            x, y = rows(train[0], chosen), rows(train[1], chosen)
${it.augment ? '            x = augment(x, rng)\n' : ''}${
  it.schedule
    ? '            model.optimizer.learning_rate = learning_rate(taken, steps_per_epoch, steps_per_epoch * epochs)\n'
    : ''
}            for key, value in step(x, y).items():
                sums[key] = sums.get(key, 0.0) + value * len(chosen) / len(order)
            taken += 1
        values = {key: float(mean_over_processes(value)) for key, value in sums.items()}
        average_statistics(model)
        if len(test[1][0]):
            every = slice(None)
            checked = model.evaluate(
                rows(test[0], every), rows(test[1], every), batch_size=BATCH_SIZE, verbose=0, return_dict=True
            )
            values |= {f"val_{key}": float(value) for key, value in checked.items()}
        history.append((epoch, values, time.time() - start))
        if RANK == 0:
            told = ", ".join(f"{key} {value:.4f}" for key, value in values.items())
            print(f"{name}: epoch {epoch}/{epochs}: {told}", flush=True)
${
  best
    ? `        if ${literal(best.monitor)} in values:  # the best epoch's weights are kept
            score = (${best.rises ? '' : '-'}values[${literal(best.monitor)}], -values.get("val_loss", values["loss"]))
            if best is None or score > best[0]:
                best = (score, values, model.get_weights())
`
    : ''
}${
  stop
    ? `        watched = ${stop.rises ? '' : '-'}values[${literal(stop.monitor)}]
        if leading is None or watched > leading + ${literal(stop.minDelta)}:
            leading, waited = watched, 0
        else:
            waited += 1
            if waited > ${literal(stop.patience)}:
                break
`
    : ''
}    if best:
        model.set_weights(best[2])
        return history, best[1]
    return history, history[-1][1]


def main():
    arguments = read_arguments()
    keras.utils.set_random_seed(SEED)
    start_processes()
    rng = np.random.default_rng(SEED)  # the same in every process
    todo = phases(load_data(arguments.data))
    model = build_network()
    if not arguments.fresh:
        copy_weights(keras.models.load_model(MODEL, compile=False), model)
        todo = todo[-1:]  # the weights are those of the last phase
    if RANK == 0:
        model.summary()
        print(f"Keras {keras.__version__} on {keras.backend.backend()}, {WORLD} process(es)")
    for name, train, test, frozen in todo:
        for layer in model.layers if frozen is not None else []:
            layer.trainable = layer.name not in frozen
        history, metrics = fit(model, name, train, test, arguments.epochs, rng)
    save(model, name, history, metrics)
    end_processes()


if __name__ == "__main__":
    main()
`.trim();
  return [
    headCode(it.about, it.seed, true),
    constants,
    argumentsCode(plain(it.dataHelp), it.dataRequired),
    ...(it.antirectifier ? [ANTIRECTIFIER] : []),
    it.network,
    it.data,
    it.phases,
    ...(it.augment ? [it.augment] : []),
    ...(it.schedule ? [it.schedule.code] : []),
    PROCESSES,
    WEIGHTS,
    loop,
  ]
    .map((part, i) => (i === 0 ? part : i === 1 ? `\n${part}` : `\n\n\n${part}`))
    .join('')
    .concat('\n');
}
