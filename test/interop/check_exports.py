#!/usr/bin/env python3
"""Opens in Keras what the package wrote, and compares what it answers.

    TRAINLAB_EXPORTS=FOLDER npx playwright test test/interop/write.spec.ts
    KERAS_BACKEND=tensorflow venv/bin/python test/interop/check_exports.py FOLDER [--keras2]

KERAS_BACKEND may be tensorflow, torch or jax. --keras2 opens the `.h5` files with tf-keras. Prints what fails, the
largest difference, and how many files were opened; ends with 1 if any fails or differs by more than 1e-5.
"""
import json
import os
import sys
from pathlib import Path

os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '3')
HERE = Path(__file__).parent
LEGACY = '--keras2' in sys.argv
if LEGACY:
    import tf_keras as keras
else:
    import keras
import numpy as np  # noqa: E402

sys.path.insert(0, str(HERE))
from values import values  # noqa: E402

TOLERANCE = 1e-5
# Keras 3 cannot read calls with states from the old format, not even from a file of Keras 2's own.
KERAS_2_ALONE = {'encoder_decoder.2.h5.h5', 'encoder_decoder.3.keras.h5'}


def difference(path, expected):
    model = keras.models.load_model(path, compile=False)
    given = [values(**recipe) for recipe in expected['inputs']]
    answers = model(given if len(given) > 1 else given[0], training=False)
    answers = answers if isinstance(answers, (list, tuple)) else [answers]
    answers = [numbers(answer) for answer in answers]
    worst = 0.0
    for answer, one in zip(answers, expected['outputs'], strict=True):
        if list(answer.shape) != one['shape']:
            raise ValueError(f'shape {answer.shape} for {one["shape"]}')
        wanted = np.array(one['values']).reshape(one['shape'])
        worst = max(worst, float(np.abs(np.asarray(answer, np.float64) - wanted).max()))
    return worst


def numbers(tensor):
    return np.asarray(tensor) if LEGACY else keras.ops.convert_to_numpy(tensor)


def main():
    folder = Path(sys.argv[1])
    expected = json.loads((HERE / 'models' / 'expected.json').read_text())
    worst, failed, opened = 0.0, 0, 0
    for path in sorted(folder.iterdir()):
        if LEGACY and path.suffix != '.h5' or not LEGACY and path.name in KERAS_2_ALONE:
            continue
        opened += 1
        try:
            found = difference(path, expected[path.name.removesuffix(path.suffix)])
        except Exception as error:
            failed += 1
            print(f'{path.name}: {type(error).__name__}: {str(error)[:300]}')
            continue
        worst = max(worst, found)
        if not found <= TOLERANCE:
            failed += 1
            print(f'{path.name}: off by {found}')
    name = f'Keras {keras.__version__}, {keras.backend.backend() if not LEGACY else "tensorflow"}'
    print(f'{name}: {opened} files opened, {failed} fail, largest difference {worst:.2e}')
    sys.exit(1 if failed or not opened else 0)


if __name__ == '__main__':
    main()
