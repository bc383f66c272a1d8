"""Trains cifar10's default in Keras itself: the same network, augmentation, optimizer and falling rate.

Run by hand where a curve is to be compared, never by the build or the tests:

    python -m venv venv && venv/bin/pip install keras tensorflow-cpu scipy
    KERAS_BACKEND=tensorflow venv/bin/python bench/keras_cifar10.py FOLDER [EPOCHS]

FOLDER holds CIFAR-10's binary files. Prints one line of JSON an epoch. The other side is
`npm start -- cifar10 --epochs 25 --data FOLDER`, whose rate falls over 25 epochs too.
"""

import json
import sys
from pathlib import Path

import keras
import numpy as np
from keras import layers
from keras.src.legacy.preprocessing.image import ImageDataGenerator

RATE, BATCH, EPOCHS_OF_SCHEDULE = 5e-4, 32, 25


def read(folder, names):
    records = np.concatenate([np.fromfile(folder / f"{name}.bin", np.uint8).reshape(-1, 3073) for name in names])
    pictures = records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1).astype("float32") / 255
    return pictures, keras.utils.to_categorical(records[:, 0], 10)


def build():
    return keras.Sequential(
        [
            keras.Input((32, 32, 3)),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Dropout(0.25),
            layers.Conv2D(64, 3, padding="same", activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


class Tell(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(json.dumps({"epoch": epoch + 1, **{name: round(float(value), 4) for name, value in logs.items()}}), flush=True)


def main():
    folder = Path(sys.argv[1])
    epochs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    keras.utils.set_random_seed(1)
    x, y = read(folder, [f"data_batch_{i}" for i in range(1, 6)])
    test = read(folder, ["test_batch"])
    rate = keras.optimizers.schedules.CosineDecay(RATE, EPOCHS_OF_SCHEDULE * -(-len(x) // BATCH))
    network = build()
    network.compile(
        keras.optimizers.RMSprop(rate, rho=0.9, epsilon=1e-7), "categorical_crossentropy", metrics=["accuracy"]
    )
    augmented = ImageDataGenerator(width_shift_range=0.1, height_shift_range=0.1, horizontal_flip=True)
    network.fit(
        augmented.flow(x, y, batch_size=BATCH),
        epochs=epochs,
        validation_data=test,
        validation_batch_size=500,
        callbacks=[Tell()],
        verbose=0,
    )


main()
