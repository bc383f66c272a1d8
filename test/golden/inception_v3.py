#!/usr/bin/env python3
"""InceptionV3 without top from real Keras, for test/networks/inception-v3-keras.spec.ts, which runs it where Keras is.

Usage: inception_v3.py FOLDER

Writes into FOLDER, with random kernels and random statistics of batch normalisation:
  published.h5          the weights, laid out as the file that Keras Applications publishes
  model.h5              the whole model, as Keras' `save` lays out HDF5
  network.weights.h5    as `save_weights` of Keras 3 (with Keras 3 only)
  values.bin            float32: one picture, then what mixed2 to mixed5 give for it
  values.json           shapes of these, and names and shapes of all layers
"""
import json
import os
import sys
from pathlib import Path

os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '3')
import h5py
import keras
import numpy as np

folder = Path(sys.argv[1])
rng = np.random.default_rng(1)
network = keras.applications.InceptionV3(weights=None, include_top=False)

for layer in network.layers:
    weights = layer.get_weights()
    if len(weights) == 1:  # kernel [height, width, in, out]
        shape = weights[0].shape
        layer.set_weights([rng.normal(0, np.sqrt(2 / np.prod(shape[:3])), shape)])
    elif len(weights) == 3:  # beta, moving mean, moving variance
        shape = weights[0].shape
        layer.set_weights([rng.normal(0, 0.3, shape), rng.normal(0, 0.3, shape), rng.uniform(0.3, 1.5, shape)])


def published_name(name):
    """Names count from 1 in the published file, from nothing in today's Keras."""
    base, _, number = name.rpartition('_')
    if name.startswith('input'):
        return 'input_1'
    if name.startswith('mixed'):
        return name
    return f'{base}_{int(number) + 1}' if number.isdigit() else f'{name}_1'


with h5py.File(folder / 'published.h5', 'w') as file:
    file.attrs['layer_names'] = [published_name(layer.name).encode() for layer in network.layers]
    file.attrs['backend'] = b'tensorflow'
    file.attrs['keras_version'] = b'2.0.0'
    for layer in network.layers:
        name = published_name(layer.name)
        group = file.create_group(name)
        paths = [f'{name}/{weight.name.split("/")[-1].split(":")[0]}:0' for weight in layer.weights]
        group.attrs['weight_names'] = [path.encode() for path in paths]
        for path, values in zip(paths, layer.get_weights()):
            group.create_dataset(path, data=values)

# Keras itself has to take the imitation for the real thing.
twin = keras.applications.InceptionV3(weights=None, include_top=False)
twin.load_weights(folder / 'published.h5')
assert all(np.array_equal(a, b) for a, b in zip(network.get_weights(), twin.get_weights()))

network.save(folder / 'model.h5')
if keras.__version__ >= '3':
    network.save_weights(folder / 'network.weights.h5')

picture = rng.uniform(-1, 1, (1, 299, 299, 3)).astype('float32')
names = ['mixed2', 'mixed3', 'mixed4', 'mixed5']
inner = keras.Model(network.inputs, [network.get_layer(name).output for name in names])
values = {'picture': picture, **dict(zip(names, [np.asarray(value) for value in inner(picture, training=False)]))}
with open(folder / 'values.bin', 'wb') as file:
    for value in values.values():
        file.write(value.astype('<f4').tobytes())
with open(folder / 'values.json', 'w') as file:
    json.dump({
        'keras': keras.__version__,
        'shapes': {name: value.shape for name, value in values.items()},
        'layers': [[published_name(layer.name), layer.output.shape[-1]] for layer in network.layers],
    }, file)
