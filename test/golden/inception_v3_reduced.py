#!/usr/bin/env python3
"""Golden values of test/networks/inception-v3.spec.ts, from real Keras. Run by hand; prints them as JSON.

The network is Keras' own with a sixteenth of its channels; weights and picture follow formulas that
test/networks/reduced-inception.ts and inception-v3.page.ts have too.
"""
import json
import os

os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '3')
import keras
import numpy as np
import tensorflow as tf
from keras.src.applications import inception_v3

WIDTH = 1 / 16
keras.config.set_floatx('float64')
full = inception_v3.conv2d_bn
inception_v3.conv2d_bn = lambda x, filters, *rest, **named: full(x, round(WIDTH * filters), *rest, **named)
network = inception_v3.InceptionV3(weights=None, include_top=False)

for i, layer in enumerate(network.layers):
    values = []
    for j, weight in enumerate(layer.weights):
        size = int(np.prod(weight.shape))
        kind = weight.name.split('/')[-1]
        start = 1 if kind == 'moving_variance' else 0
        scale = np.sqrt(size / weight.shape[-1]) if kind == 'kernel' else 4
        values.append((start + np.sin(1.7 * np.arange(size) + i + 2 * j) / scale).astype('float32').reshape(weight.shape))
    layer.set_weights(values)

# A picture with no unit so near to ReLU's kink that rounding would switch it, and its gradient, on or off.
picture = np.sin(0.31 * np.arange(75 * 80 * 3)).reshape(1, 75, 80, 3)
names = ['mixed2', 'mixed3', 'mixed4', 'mixed5', 'mixed8', 'mixed10']
inner = keras.Model(network.input, [network.get_layer(name).output for name in names])
x = tf.Variable(picture)
with tf.GradientTape() as tape:
    outputs = inner(x, training=False)
    loss = sum(tf.reduce_mean(output ** 2) for output in outputs)


def in_short(tensor):
    values = np.asarray(tensor)
    wave = np.cos(0.37 * np.arange(values.size))
    return {
        'shape': values.shape,
        'norm': float(np.linalg.norm(values)),
        'projection': float((values.ravel() * wave).sum()),
    }


golden = {name: in_short(output) for name, output in zip(names, outputs)}
golden['gradient'] = in_short(tape.gradient(loss, x))  # of the sum of their mean squares, by the picture
print(json.dumps(golden, indent=2))
