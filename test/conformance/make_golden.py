#!/usr/bin/env python3
"""Golden values of the conformance table, from Keras 3 on JAX in float64.

    python3 -m venv venv && venv/bin/pip install keras jax
    KERAS_BACKEND=jax venv/bin/python test/conformance/make_golden.py [FAMILY ...] [--only TEXT] [--all]

Rows whose values are there stay as they are, unless --all or --only asks for them. Reads the rows that `node test/conformance/print-cases.mjs` prints and writes test/conformance/golden/FAMILY.json.
A row: its digest, then what Keras computes by name. A tensor: [shape, sum, norm, projection on cosines, first,
middle and last value]. Rows that Keras refuses hold its reason.
"""
import json
import math
import os
import re
import subprocess
import sys
from pathlib import Path

os.environ.setdefault('KERAS_BACKEND', 'jax')
import jax  # noqa: E402

jax.config.update('jax_enable_x64', True)
import jax.numpy as jnp  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras.src.backend.common import dtypes  # noqa: E402

keras.config.set_floatx('float64')
# On JAX Keras computes some operations in float32, whatever floatx says.
dtypes.BIT64_TO_BIT32_DTYPE['float64'] = 'float64'
HERE = Path(__file__).parent
STEPS = 3


# Values that the page computes too: see values.ts.

def uniform(shape, seed):
    """Numbers in [-1, 1) that float32 holds exactly."""
    i = np.arange(math.prod(shape), dtype=np.uint64)

    def times(a, b):
        return (a * np.uint64(b)) & np.uint64(0xffffffff)

    h = times(i + np.uint64(1), 0x9e3779b1) ^ times(np.uint64(seed + 1), 0x85ebca6b)
    h = times(h ^ (h >> np.uint64(15)), 0x2c1b3c6d)
    h = times(h ^ (h >> np.uint64(12)), 0x297a2d39)
    h = h ^ (h >> np.uint64(15))
    return ((h >> np.uint64(12)).astype(np.float64) / 2**19 - 1).reshape(shape)


def values(shape, seed, kind='any', classes=None):
    u = uniform(shape, seed)
    size = shape[-1] if shape else 1
    if kind == 'any':
        return u
    if kind == 'positive':
        return (u + 1.25) / 2
    if kind == 'signs':
        return np.where(u < 0, -1.0, 1.0)
    if kind == 'binary':
        return np.where(u < 0, 0.0, 1.0)
    if kind == 'classes':
        return np.floor((u + 1) / 2 * (classes or size))
    if kind == 'oneHot':
        rows = np.floor((uniform(shape[:-1], seed) + 1) / 2 * size)
        return (np.arange(size) == rows[..., None]).astype(np.float64)
    if kind == 'probabilities':
        p = (u + 1.25) / 2
        return np.float32(p / p.sum(-1, keepdims=True)).astype(np.float64)
    if kind == 'masked':  # row b keeps its first steps, at least one
        u = u.copy()
        for b in range(shape[0]):
            u[b, 1 + (b + 1) % (shape[1] - 1):] = 0
        return u
    raise ValueError(kind)


def weight(name, shape, seed):
    u = uniform(shape, seed)
    if name == 'gamma':
        return 1 + 0.25 * u
    if name == 'moving_variance':
        return 1 + 0.5 * u
    return 0.5 * u


# From tfjs-layers' names to Keras'.

def snake(name):
    return re.sub(r'(?<=[a-z0-9])([A-Z])', r'_\1', name).lower()


def hard_sigmoid(x):
    return keras.ops.clip(0.2 * x + 0.5, 0, 1)


def gelu_exact(x):
    return keras.activations.gelu(x, approximate=False)


def gelu_tanh(x):
    return keras.activations.gelu(x, approximate=True)


# Keras 3 has changed these: TensorFlow.js holds to what they were.
ACTIVATIONS = {'hardSigmoid': hard_sigmoid, 'gelu': gelu_exact, 'gelu_new': gelu_tanh, 'logSoftmax': 'log_softmax'}


class ThresholdedReLU(keras.layers.Layer):
    def __init__(self, theta=1.0, **more):
        super().__init__(**more)
        self.theta = theta

    def call(self, x):
        return keras.ops.where(x > self.theta, x, 0.0)


CLASSES = {'ThresholdedReLU': ThresholdedReLU}


def build_object(spec):
    name = spec['className']
    config = to_keras(spec.get('config', {}))
    if name == 'L1L2':
        return keras.regularizers.L1L2(**config)
    for module in (keras.constraints, keras.initializers):
        if hasattr(module, name):
            return getattr(module, name)(**config)
    cls = CLASSES.get(name) or getattr(keras.layers, name)
    return cls(**config)


def to_keras(config):
    out = {}
    for key, value in config.items():
        if key in ('activation', 'recurrentActivation') and value in ACTIVATIONS:
            value = ACTIVATIONS[value]
        elif isinstance(value, dict):
            value = build_object(value)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            value = [build_object(v) for v in value]
        elif isinstance(value, list):
            value = tuple(tuple(v) if isinstance(v, list) else v for v in value)
        elif isinstance(value, str) and re.fullmatch(r'[a-zA-Z]+', value) and key != 'biasAxes':
            value = snake(value)
        out[snake(key)] = value
    if 'bias_axes' in out:
        out['bias_axes'] = config['biasAxes']
    return out


def build_layer(row, spec):
    name, config = spec['className'], dict(spec['config'])
    if name.startswith('AveragePooling') or name.startswith('MaxPooling'):
        config.setdefault('poolSize', 2)
    if name == row['of'] and 'keras' in row:
        drop = {'LeakyReLU': ['alpha']}.get(name, [])
        config = {k: v for k, v in config.items() if k not in drop} | row['keras']
    if name in ('LSTM', 'GRU', 'SimpleRNN') and 'implementation' in config:
        config.pop('implementation')
    if name == 'ELU':
        config.setdefault('alpha', 1.0)
    trainable = config.pop('trainable', True)
    built = build_object({'className': name, 'config': config})
    built.trainable = trainable
    return built


LOSSES = {
    'cosineProximity': lambda t, y: keras.losses.cosine_similarity(t, y),
    'logcosh': lambda t, y: keras.losses.log_cosh(t, y),
    'kullbackLeiblerDivergence': lambda t, y: keras.losses.kl_divergence(t, y),
}


def loss_function(name):
    if name in LOSSES:
        return LOSSES[name]
    return getattr(keras.losses, snake(name))


def sparse(t, y):
    return keras.losses.sparse_categorical_crossentropy(t, y)


METRICS = {
    'accuracy': {'oneHot': 'categorical_accuracy', 'binary': 'binary_accuracy'},
    'acc': {'oneHot': 'categorical_accuracy', 'binary': 'binary_accuracy'},
}


def metric_value(row, t, y):
    name = row['metric']
    if name in METRICS:
        name = METRICS[name][row['target']]
    objects = {'precision': keras.metrics.Precision, 'recall': keras.metrics.Recall, 'r2Score': keras.metrics.R2Score}
    if name in objects:
        metric = objects[name]()
        metric.update_state(t, y)
        return metric.result()
    functions = {
        'mse': keras.metrics.mean_squared_error, 'mae': keras.metrics.mean_absolute_error,
        'mape': keras.metrics.mean_absolute_percentage_error,
        'cosine': lambda a, b: keras.losses.cosine_similarity(a, b),
    }
    function = functions.get(name) or getattr(keras.metrics, snake(name))
    return keras.ops.mean(function(t, y))


def build_model(row):
    symbols = []
    for spec in row['inputs']:
        shape = spec['shape']
        size = {'batch_shape': shape} if row.get('stateful') else {'shape': shape[1:]}
        symbols.append(keras.Input(**size, dtype='int32' if spec.get('kind') == 'classes' else 'float64'))
    given = {f'x{i}': s for i, s in enumerate(symbols)}
    flow = symbols
    layers, outputs = [], []
    for spec in row['layers']:
        if 'from' in spec:
            flow = [given[f] if isinstance(f, str) else outputs[f] for f in spec['from']]
        layer = build_layer(row, spec)
        recurrent = spec['className'] in ('LSTM', 'GRU', 'SimpleRNN', 'RNN') and len(flow) > 1
        if recurrent:
            y = layer(flow[0], initial_state=flow[1:])
        elif spec['className'] == 'MultiHeadAttention':
            y = layer(*flow)
        else:
            y = layer(flow[0] if len(flow) == 1 else flow)
        layers.append(layer)
        outputs.append(y)
        flow = flat(y)
    return keras.Model(symbols, flow if len(flow) > 1 else flow[0]), layers


def flat(y):
    if isinstance(y, (list, tuple)):
        return [one for part in y for one in flat(part)]
    return [y]


def weights_of(layer):
    """Trainable ones first, as tfjs-layers has them; those of a seed are none."""
    kept = [v for v in layer.variables if 'seed' not in v.path.split('/')[-1]]
    return [v for v in kept if v.trainable or not layer.trainable] + [v for v in kept if not v.trainable and layer.trainable]


def set_weights(layers):
    for i, layer in enumerate(layers):
        for j, variable in enumerate(true_weights(layer)):
            name = variable.path.split('/')[-1]
            variable.assign(weight(name, tuple(variable.shape), 100 + 20 * i + j))


def true_weights(layer):
    """Without the states of stateful layers."""
    ids = {id(v) for v in layer.weights}
    return [v for v in weights_of(layer) if id(v) in ids]


def summary(tensor):
    a = np.asarray(tensor, dtype=np.float64)
    v = a.reshape(-1)
    n = len(v)
    picked = [v[0], v[n // 2], v[-1]] if n else [0, 0, 0]
    numbers = [v.sum(), math.sqrt((v * v).sum()), (v * np.cos(0.37 * np.arange(n))).sum(), *picked]
    return [list(a.shape), *[short(x) for x in numbers]]


def short(x):
    return float(f'{float(x):.7g}') if math.isfinite(x) else str(float(x))


def optimizer_of(row):
    spec = row.get('optimizer', {'name': 'sgd', 'config': {'learningRate': 0.1}})
    if 'keras' in spec:
        [(name, config)] = spec['keras'].items()
        return getattr(keras.optimizers, name)(**{k: float(v) if k == 'learning_rate' else v for k, v in config.items()})
    return keras.optimizers.SGD(spec['config']['learningRate'])


def run(row):
    keras.utils.clear_session()
    model, layers = build_model(row)
    if not row.get('ownWeights'):
        set_weights(layers)
    xs = [jnp.asarray(values(s['shape'], i, s.get('kind', 'any'), s.get('classes')),
                      dtype='int32' if s.get('kind') == 'classes' else 'float64') for i, s in enumerate(row['inputs'])]
    many = (lambda v: v if len(v) > 1 else v[0])
    tv = [v.value for v in model.trainable_variables]
    ntv = [v.value for v in model.non_trainable_variables]
    golden = {}
    predictions, _ = model.stateless_call(tv, ntv, many(xs), training=False)
    golden['predict'] = [summary(y) for y in flat(predictions)]
    # The order of the weights by layer, as the page has them.
    order = [v for layer in layers for v in true_weights(layer)]
    golden['initial'] = [summary(v.value) for v in order] if row.get('ownWeights') else None
    if row.get('train') is False:
        return {k: v for k, v in golden.items() if v is not None}

    per_sample = sparse if row.get('loss') == 'sparseCategoricalCrossentropy' else loss_function(row.get('loss', 'meanSquaredError'))

    def target(i, y):
        shape = tuple(y.shape)
        if row.get('target') == 'classes':
            return values((*shape[:-1], 1), 900 + i, 'classes', shape[-1])
        return values(shape, 900 + i, row.get('target', 'any'))

    ts = [target(i, y) for i, y in enumerate(flat(predictions))]
    floats = [i for i, s in enumerate(row['inputs']) if s.get('kind') != 'classes']

    def loss_of(tv, chosen):
        inputs = list(xs)
        for i, x in zip(floats, chosen):
            inputs[i] = x
        model._clear_losses()  # those of the prediction
        ys, _, losses = model.stateless_call(tv, ntv, many(inputs), training=True, return_losses=True)
        ys = flat(ys)
        data = sum(jnp.mean(per_sample(t, y)) for t, y in zip(ts, ys))
        return data + sum(losses, 0.0), ys

    (loss, ys), (weight_grads, input_grads) = jax.value_and_grad(loss_of, argnums=(0, 1), has_aux=True)(tv, [xs[i] for i in floats])
    golden['output'] = [summary(y) for y in ys]
    golden['loss'] = short(loss)
    position = {id(v): i for i, v in enumerate(model.trainable_variables)}
    golden['gradients'] = [summary(weight_grads[position[id(v)]]) for v in order if id(v) in position]
    golden['inputGradients'] = [summary(g) for g in input_grads]
    if 'metric' in row:
        golden['metric'] = short(metric_value(row, ts[0], flat(predictions)[0]))
    if not tv or row.get('eager'):
        return {k: v for k, v in golden.items() if v is not None}

    if row.get('stateful'):
        golden['losses'], values_after = stateful_steps(model, tv, many(xs), many(ts), per_sample)
        golden['weights'] = [summary(values_after[position[id(v)]]) for v in order]
        return {k: v for k, v in golden.items() if v is not None}
    model.compile(optimizer=optimizer_of(row), loss=[per_sample] * len(ts) if len(ts) > 1 else per_sample, run_eagerly=True, jit_compile=False)
    golden['losses'] = []
    for _ in range(STEPS):
        model.reset_metrics()
        value = model.train_on_batch(many(xs), many(ts))
        golden['losses'].append(short(np.ravel(value)[0]))
    golden['weights'] = [summary(v.value) for v in order]
    return {k: v for k, v in golden.items() if v is not None}


def stateful_steps(model, tv, x, t, per_sample):
    """Steps of SGD by 0.1. On JAX train_on_batch carries no states on: they are handed from step to step here."""
    states = [v for layer in model.layers if getattr(layer, 'stateful', False) for v in flat(layer.states)]

    def loss_of(tv, values):
        mapping = [*zip(model.trainable_variables, tv), *zip(states, values)]
        with keras.StatelessScope(state_mapping=mapping) as scope:
            y = model(x, training=True)
            return jnp.mean(per_sample(t, y)), [scope.get_current_value(v) for v in states]

    losses, values = [], [v.value for v in states]
    for _ in range(STEPS):
        (loss, values), gradients = jax.value_and_grad(loss_of, has_aux=True)(tv, values)
        losses.append(short(loss))
        tv = [v - 0.1 * g for v, g in zip(tv, gradients)]
    return losses, tv


def main():
    arguments = sys.argv[1:]
    only = None
    everything = '--all' in arguments
    arguments = [one for one in arguments if one != '--all']
    if '--only' in arguments:
        at = arguments.index('--only')
        only = arguments[at + 1]
        del arguments[at:at + 2]
    families = json.loads(subprocess.check_output(['node', str(HERE / 'print-cases.mjs')]))
    (HERE / 'golden').mkdir(exist_ok=True)
    for family, rows in families.items():
        if arguments and family not in arguments:
            continue
        path = HERE / 'golden' / f'{family}.json'
        known = json.loads(path.read_text()) if path.exists() else {}
        made = {}
        for row in rows:
            stale = known.get(row['id'], {}).get('digest') != row['digest']
            if not (everything or stale or (only and only in row['id'])):
                if row['id'] in known:
                    made[row['id']] = known[row['id']]
                continue
            try:
                result = run(row)
            except Exception as error:  # what Keras refuses is a finding
                print('REFUSED', row['id'], '|', type(error).__name__, str(error).strip().split('\n')[0][:200], flush=True)
                if os.environ.get('TRACE'):
                    import traceback
                    traceback.print_exc()
                continue
            made[row['id']] = {'digest': row['digest'], **result}
        lines = [f'{json.dumps(name, ensure_ascii=False)}: {json.dumps(value, separators=(",", ":"))}' for name, value in made.items()]
        path.write_text('{\n' + ',\n'.join(lines) + '\n}\n')
        print(family, len(made), 'of', len(rows), path.stat().st_size, 'bytes', flush=True)


if __name__ == '__main__':
    main()
