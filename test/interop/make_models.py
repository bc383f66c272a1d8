#!/usr/bin/env python3
"""Small models made by real Keras, with what they answer: what test/interop reads.

    python3 -m venv venv && venv/bin/pip install keras tensorflow-cpu tf-keras
    venv/bin/python test/interop/make_models.py

Writes test/interop/models: one gzipped file a model, as Keras saved it, and expected.json: for each file the Keras
that made it, the inputs by their recipe (see values.py) and the outputs. Keras 3 saves `.keras` and `.h5`; Keras 2 is
`tf-keras`. Weights and inputs are drawn by the recipe, so that a second run writes the same models.
"""
import gzip
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ['KERAS_BACKEND'] = 'tensorflow'
os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '3')
import keras as keras3  # noqa: E402
import numpy as np  # noqa: E402
import tf_keras as keras2  # noqa: E402

sys.path.insert(0, str(Path(__file__).parent))
from values import values  # noqa: E402

MODELS = Path(__file__).parent / 'models'


def fill(model):
    for i, weight in enumerate(model.weights):
        drawn = values(weight.shape, 1000 + i) * 0.5
        name = getattr(weight, 'path', weight.name)
        if 'seed' in name:
            continue
        if 'variance' in name or 'gamma' in name:
            drawn = 1 + 0.5 * drawn
        weight.assign(drawn)


MAKERS = {}


def model(only=None, inputs=None):
    """Registers a maker. `only`: 2 or 3 where the other Keras cannot. `inputs`: kinds of `values`, by place."""
    def register(make):
        MAKERS[make.__name__] = (make, only, inputs or [{}])
        return make
    return register


def chain(k, shape, *layers, **more):
    return k.Sequential([k.layers.Input(shape, **more), *layers])


# Sequential

@model()
def dense(k):
    L = k.layers
    return chain(k, (6,), L.Dense(5, activation='relu'), L.Dropout(0.5, seed=3), L.Dense(4, activation='softmax'))


@model()
def dense_activations(k):
    L = k.layers
    names = ['elu', 'selu', 'softplus', 'softsign', 'tanh', 'sigmoid', 'linear', 'swish', 'gelu', 'relu6', 'mish']
    x = y = L.Input((6,))
    outputs = [L.Dense(3, activation=name, name=f'to_{name}')(x) for name in names if name not in
               (['relu6'] if k is keras2 else [])]
    return k.Model(y, L.Concatenate()(outputs))


@model()
def activation_layers(k):
    L = k.layers
    x = L.Input((5,))
    slope = {'negative_slope': 0.2} if k is keras3 else {'alpha': 0.2}
    outputs = [L.ReLU()(x), L.ReLU(max_value=0.5)(x), L.LeakyReLU(**slope)(x), L.ELU()(x), L.PReLU()(x),
               L.Softmax()(x), L.Activation('softplus')(x)]
    return k.Model(x, outputs)


@model()
def conv2d(k):
    L = k.layers
    return chain(k, (9, 8, 3), L.Conv2D(4, 3, padding='same', activation='relu'), L.MaxPooling2D(2),
                 L.Conv2D(5, (2, 3), strides=(1, 2), use_bias=False), L.BatchNormalization(),
                 L.AveragePooling2D(2, strides=1, padding='same'), L.Flatten(), L.Dense(3))


@model()
def conv2d_dilated(k):
    L = k.layers
    return chain(k, (9, 9, 2), L.Conv2D(3, 3, dilation_rate=2), L.GlobalAveragePooling2D())


@model()
def conv1d(k):
    L = k.layers
    return chain(k, (12, 3), L.Conv1D(4, 3, padding='same', activation='tanh'), L.MaxPooling1D(2),
                 L.Conv1D(4, 2, strides=2), L.AveragePooling1D(2, strides=1), L.GlobalMaxPooling1D())


@model()
def conv3d(k):
    L = k.layers
    return chain(k, (5, 6, 4, 2), L.Conv3D(3, 2, activation='relu'), L.MaxPooling3D((2, 1, 1)),
                 L.AveragePooling3D((1, 2, 2)), L.Flatten())


@model()
def transposed(k):
    L = k.layers
    return chain(k, (4, 3, 2), L.Conv2DTranspose(3, 3, strides=2, padding='same', activation='relu'),
                 L.Conv2DTranspose(2, 2))


@model()
def transposed3d(k):
    L = k.layers
    return chain(k, (2, 3, 2, 2), L.Conv3DTranspose(3, 2, strides=2, padding='same'))


@model()
def separable(k):
    L = k.layers
    return chain(k, (7, 6, 3), L.SeparableConv2D(4, 3, depth_multiplier=2, activation='relu'),
                 L.DepthwiseConv2D(3, depth_multiplier=2, padding='same'), L.GlobalMaxPooling2D())


@model()
def shapes2d(k):
    L = k.layers
    return chain(k, (4, 5, 2), L.ZeroPadding2D(((1, 2), (0, 1))), L.Cropping2D(((1, 0), (1, 1))), L.UpSampling2D((2, 1)),
                 L.UpSampling2D(2), L.Permute((2, 1, 3)), L.Reshape((-1, 4)))


@model()
def normalizations(k):
    L = k.layers
    x = L.Input((4, 6))
    return k.Model(x, [L.LayerNormalization()(x), L.LayerNormalization(epsilon=1e-2, center=False)(x),
                       L.BatchNormalization()(x), L.BatchNormalization(scale=False)(x),
                       L.BatchNormalization(center=False, epsilon=1e-2, momentum=0.9)(x)])


@model()
def noise(k):
    L = k.layers
    return chain(k, (6, 4), L.GaussianNoise(0.1), L.GaussianDropout(0.2), L.AlphaDropout(0.1), L.SpatialDropout1D(0.3),
                 L.Dense(3), L.ActivityRegularization(l2=0.1) if k is None else L.Activation('tanh'))


@model()
def regularized(k):
    L = k.layers
    return chain(k, (5,), L.Dense(4, kernel_regularizer=k.regularizers.L2(0.01), kernel_constraint='max_norm',
                                  bias_regularizer=k.regularizers.L1(0.1), kernel_initializer='he_normal'),
                 L.Dense(3, kernel_regularizer=k.regularizers.L1L2(0.1, 0.2), kernel_initializer='orthogonal',
                         bias_initializer=k.initializers.Constant(0.5)))


@model(inputs=[{'kind': 'classes', 'classes': 9}])
def embedding(k):
    L = k.layers
    return chain(k, (7,), L.Embedding(9, 4), L.GlobalAveragePooling1D(), L.Dense(2))


@model(inputs=[{'kind': 'classes', 'classes': 9}])
def embedding_masked(k):
    L = k.layers
    return chain(k, (7,), L.Embedding(9, 4, mask_zero=True), L.LSTM(3), L.Dense(2))


# Recurrent

@model()
def simple_rnn(k):
    L = k.layers
    return chain(k, (5, 3), L.SimpleRNN(4, return_sequences=True), L.SimpleRNN(3, go_backwards=True))


@model()
def lstm(k):
    L = k.layers
    return chain(k, (5, 3), L.LSTM(4, return_sequences=True, unit_forget_bias=False), L.LSTM(3), L.RepeatVector(2),
                 L.TimeDistributed(L.Dense(2, activation='softmax')))


@model()
def gru_reset_before(k):
    return chain(k, (5, 3), k.layers.GRU(4, reset_after=False))


@model()
def bidirectional(k):
    L = k.layers
    return chain(k, (5, 3), L.Bidirectional(L.LSTM(4, return_sequences=True)),
                 L.Bidirectional(L.SimpleRNN(3), merge_mode='sum'))


@model()
def bidirectional_gru(k):
    L = k.layers
    return chain(k, (4, 3), L.Bidirectional(L.GRU(2, reset_after=False, return_sequences=True), merge_mode='ave'))


@model()
def rnn_cells(k):
    L = k.layers
    return chain(k, (4, 3), L.RNN(L.LSTMCell(3), return_sequences=True), L.RNN(L.SimpleRNNCell(2)))


@model()
def stacked_cells(k):
    L = k.layers
    return chain(k, (4, 3), L.RNN([L.LSTMCell(3), L.GRUCell(2, reset_after=False)]))


@model(inputs=[{'kind': 'masked'}])
def masked(k):
    L = k.layers
    return chain(k, (6, 3), L.Masking(0.0), L.LSTM(4, return_sequences=True), L.SimpleRNN(3))


@model()
def lstm_state(k):
    L = k.layers
    x = L.Input((4, 3))
    y, h, c = L.LSTM(3, return_sequences=True, return_state=True)(x)
    return k.Model(x, [y, h, c])


@model(inputs=[{}, {}])
def encoder_decoder(k):
    L = k.layers
    source, target = L.Input((4, 3), name='source'), L.Input((5, 2), name='target')
    _, h, c = L.LSTM(3, return_state=True, name='encoder')(source)
    y = L.LSTM(3, return_sequences=True, name='decoder')(target, initial_state=[h, c])
    return k.Model([source, target], L.Dense(2, activation='softmax')(y))


@model()
def conv_lstm(k):
    L = k.layers
    return chain(k, (3, 5, 4, 2), L.ConvLSTM2D(3, 3, padding='same', return_sequences=True), L.ConvLSTM2D(2, 2))


@model()
def time_distributed(k):
    L = k.layers
    return chain(k, (3, 6, 6, 2), L.TimeDistributed(L.Conv2D(3, 3, activation='relu')), L.TimeDistributed(L.Flatten()),
                 L.TimeDistributed(L.Dense(4)), L.Flatten())


# Functional

@model()
def functional(k):
    L = k.layers
    x = L.Input((6,), name='features')
    a = L.Dense(4, activation='relu', name='left')(x)
    b = L.Dense(4, activation='tanh', name='right')(x)
    return k.Model(x, L.Dense(2, name='out')(L.add([a, b])), name='two_ways')


@model(inputs=[{}, {}])
def merges(k):
    L = k.layers
    a, b = L.Input((4,), name='a'), L.Input((4,), name='b')
    merged = [L.Add()([a, b]), L.Subtract()([a, b])][:1] + [L.Multiply()([a, b]), L.Average()([a, b]), L.Maximum()([a, b]),
              L.Minimum()([a, b]), L.Concatenate()([a, b])]
    return k.Model([a, b], [*merged, L.Dot(axes=1)([a, b]), L.Dot(axes=1, normalize=True)([a, b])])


@model(inputs=[{}, {'kind': 'classes', 'classes': 5}])
def multi_input(k):
    L = k.layers
    picture, number = L.Input((6, 6, 1), name='picture'), L.Input((1,), name='number')
    a = L.Flatten()(L.Conv2D(2, 3, activation='relu')(picture))
    b = L.Flatten()(L.Embedding(5, 3)(number))
    y = L.Dense(6, activation='relu')(L.Concatenate()([a, b]))
    return k.Model([picture, number], [L.Dense(1, activation='sigmoid', name='real')(y),
                                       L.Dense(3, activation='softmax', name='kind')(y)])


@model(inputs=[{}, {}])
def shared(k):
    L = k.layers
    a, b = L.Input((5,)), L.Input((5,))
    twin = L.Dense(4, activation='tanh', name='twin')
    return k.Model([a, b], L.Dense(2)(L.Concatenate()([twin(a), twin(b)])))


@model()
def shared_chain(k):
    L = k.layers
    x = L.Input((4,))
    first, second = L.Dense(4, activation='tanh', name='first'), L.Dense(4, name='second')
    return k.Model(x, second(first(second(first(x)))))


@model()
def nested_sequential(k):
    L = k.layers
    inner = chain(k, (6,), L.Dense(4, activation='relu'), L.Dense(4), name='x') if k is None else k.Sequential(
        [L.Input((6,)), L.Dense(4, activation='relu'), L.BatchNormalization(), L.Dense(4)], name='inner')
    return k.Sequential([L.Input((6,)), L.Dense(6), inner, L.Dense(2)], name='outer')


@model()
def nested_functional(k):
    L = k.layers
    i = L.Input((8, 8, 3), name='base_in')
    j = L.Conv2D(4, 3, activation='relu', name='c1')(i)
    base = k.Model(i, L.Add()([j, L.Conv2D(4, 3, padding='same', name='c2')(j)]), name='base')
    x = L.Input((8, 8, 3))
    y = L.Dense(3, activation='softmax')(L.GlobalAveragePooling2D()(base(x)))
    return k.Model(x, y)


@model(inputs=[{}, {}])
def siamese(k):
    L = k.layers
    i = L.Input((5,))
    tower = k.Model(i, L.Dense(3, activation='tanh')(L.Dense(4)(i)), name='tower')
    a, b = L.Input((5,), name='a'), L.Input((5,), name='b')
    return k.Model([a, b], L.Dot(axes=1)([tower(a), tower(b)]))


@model()
def nested_twice(k):
    L = k.layers
    core = k.Sequential([L.Input((4,)), L.Dense(4, activation='tanh')], name='core')
    middle = k.Sequential([L.Input((4,)), core, L.Dense(4)], name='middle')
    return k.Sequential([L.Input((4,)), middle, L.Dense(2)])


@model(inputs=[{}, {}])
def shared_depths(k):
    """A layer whose second call can be made before its first."""
    L = k.layers
    a, b = L.Input((4,), name='a'), L.Input((4,), name='b')
    twin = L.Dense(4, activation='tanh', name='twin')
    deep = L.Dense(4, name='deep')(a)
    first, second = twin(deep), twin(b)
    return k.Model([a, b], L.Concatenate()([second, L.Dense(2, name='after')(first)]))


@model()
def nested_output(k):
    """Nested models that are outputs themselves, one called twice."""
    L = k.layers
    i = L.Input((4,))
    functional = k.Model(i, L.Dense(3, activation='tanh')(i), name='functional_part')
    sequential = k.Sequential([L.Input((4,)), L.Dense(2)], name='sequential_part')
    x = L.Input((4,))
    y = L.Dense(4)(x)
    return k.Model(x, [functional(x), functional(y), sequential(x), sequential(y)])


@model(inputs=[{'kind': 'classes', 'classes': 9}])
def functional_masked(k):
    L = k.layers
    x = L.Input((7,))
    y = L.Embedding(9, 4, mask_zero=True)(x)
    return k.Model(x, L.Dense(2)(L.LSTM(3)(L.LSTM(3, return_sequences=True)(y))))


@model(inputs=[{'kind': 'masked'}])
def functional_masking(k):
    L = k.layers
    x = L.Input((6, 3))
    return k.Model(x, L.Dense(2)(L.LSTM(3)(L.Masking()(x))))


@model()
def subtract(k):
    L = k.layers
    x = L.Input((4,))
    return k.Model(x, L.Subtract()([L.Dense(3)(x), L.Dense(3)(x)]))


@model()
def pooled_keepdims(k):
    """A squeeze-and-excitation block."""
    L = k.layers
    x = L.Input((5, 6, 4))
    y = L.GlobalAveragePooling2D(keepdims=True)(x)
    return k.Model(x, L.Multiply()([x, L.Conv2D(4, 1, activation='sigmoid')(y)]))


@model()
def numbers(k):
    """Operations with numbers on either side."""
    L = k.layers
    x = L.Input((4,))
    return k.Model(x, L.Dense(3)(2.0 * x - 1.0) - L.Dense(3)(1.0 - x / 2.0))


@model()
def many_dense(k):
    """More than ten of a class: their order is not that of text."""
    L = k.layers
    return chain(k, (3,), *[L.Dense(3, activation='tanh') for _ in range(12)])


@model()
def renamed(k):
    """Names that are those of others by class."""
    L = k.layers
    return chain(k, (3,), L.Dense(3, name='dense_1', activation='tanh'), L.Dense(3, name='dense'))


@model()
def residual(k):
    L = k.layers
    x = L.Input((8, 8, 2))
    y = L.Conv2D(4, 3, padding='same', use_bias=False)(x)
    y = L.ReLU()(L.BatchNormalization()(y))
    z = L.Conv2D(4, 3, padding='same', use_bias=False)(y)
    z = L.BatchNormalization()(z)
    return k.Model(x, L.Dense(3)(L.GlobalAveragePooling2D()(L.ReLU()(L.Add()([y, z])))))


@model()
def operators(k):
    """Arithmetic written with operators: TFOpLambda in Keras 2, operations in Keras 3."""
    L = k.layers
    x = L.Input((5,))
    a, b = L.Dense(4)(x), L.Dense(4)(x)
    return k.Model(x, (a + b) * a)


@model()
def scaled(k):
    """Arithmetic with numbers, as applications' preprocessing has it."""
    L = k.layers
    x = L.Input((4, 4, 3))
    return k.Model(x, L.Conv2D(2, 2)(x / 127.5 - 1.0))


@model()
def rescaling(k):
    L = k.layers
    return chain(k, (5, 4, 3), L.Rescaling(1 / 127.5, offset=-1), L.Conv2D(2, 2))


@model()
def frozen(k):
    L = k.layers
    m = chain(k, (6,), L.Dense(5), L.BatchNormalization(), L.Dense(2))
    m.layers[0].trainable = False
    m.layers[1].trainable = False
    return m


@model()
def compiled(k):
    L = k.layers
    m = chain(k, (4,), L.Dense(3, activation='relu'), L.Dense(2, activation='softmax'))
    fill(m)
    m.compile(optimizer=k.optimizers.Adam(0.01), loss='categorical_crossentropy', metrics=['accuracy'])
    m.fit(values((8, 4), 5), np.eye(2, dtype=np.float32)[[0, 1] * 4], epochs=2, batch_size=4, verbose=0, shuffle=False)
    return m


@model(only=3)
def unet(k):
    L = k.layers
    x = L.Input((8, 8, 1))
    a = L.Conv2D(2, 3, padding='same', activation='relu')(x)
    b = L.Conv2D(4, 3, padding='same', activation='relu')(L.MaxPooling2D()(a))
    c = L.Concatenate()([a, L.Conv2DTranspose(2, 2, strides=2)(b)])
    return k.Model(x, L.Conv2D(1, 1, activation='sigmoid')(c))


def formats(k, name):
    if k is keras3:
        return ['keras'] + (['h5'] if name in H5_OF_KERAS_3 else [])
    return ['h5'] + (['keras'] if name in KERAS_OF_KERAS_2 else [])


H5_OF_KERAS_3 = {'dense', 'conv2d', 'lstm', 'bidirectional', 'nested_functional', 'shared', 'multi_input', 'compiled',
                 'normalizations', 'stacked_cells', 'frozen', 'nested_sequential', 'operators', 'separable'}
KERAS_OF_KERAS_2 = H5_OF_KERAS_3 | {'nested_twice', 'time_distributed', 'renamed', 'many_dense'}


def save(k, name, make, kinds, folder):
    k.backend.clear_session()
    made = make(k)
    if name != 'compiled':
        fill(made)
    inputs = []
    for i, kind in enumerate(kinds):
        shape = [2, *made.inputs[i].shape[1:]]
        inputs.append({'shape': shape, 'seed': 7 + i, **kind})
    given = [values(**recipe) for recipe in inputs]
    answers = made(given if len(given) > 1 else given[0], training=False)
    answers = answers if isinstance(answers, (list, tuple)) else [answers]
    outputs = [{'shape': list(a.shape), 'values': [float(f'{v:.9g}') for v in np.asarray(a).reshape(-1)]} for a in answers]
    entries = {}
    for ending in formats(k, name):
        version = 3 if k is keras3 else 2
        file = f'{name}.{version}.{ending}'
        path = folder / file
        made.save(path)
        with open(MODELS / f'{file}.gz', 'wb') as raw, gzip.GzipFile('', 'wb', 9, raw, 0) as out:
            out.write(path.read_bytes())
        entries[file] = {'keras': k.__version__, 'inputs': inputs, 'outputs': outputs}
    return entries


def main():
    shutil.rmtree(MODELS, ignore_errors=True)
    MODELS.mkdir()
    expected = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, (make, only, kinds) in MAKERS.items():
            for k, version in ((keras2, 2), (keras3, 3)):
                if only in (None, version):
                    try:
                        expected.update(save(k, name, make, kinds, Path(folder)))
                    except Exception as error:
                        raise RuntimeError(f'{name} with Keras {k.__version__}') from error
    lines = ',\n'.join(f'  {json.dumps(file)}: {json.dumps(one)}' for file, one in sorted(expected.items()))
    (MODELS / 'expected.json').write_text(f'{{\n{lines}\n}}\n')
    size = sum(path.stat().st_size for path in MODELS.iterdir())
    print(f'{len(MAKERS)} models, {len(expected)} files, {size / 1e6:.2f} MB; Keras {keras3.__version__}, {keras2.__version__}')


if __name__ == '__main__':
    main()
