"""Writes the files of test/data/numpy.spec.ts, in base64, to test/data/numpy-files.ts.

Run by hand: python3 numpy_files.py > numpy-files.ts (NumPy 2.4)
"""
import base64
import io
import json

import numpy as np


def npz(**arrays):
    out = io.BytesIO()
    compressed = arrays.pop("compressed", False)
    (np.savez_compressed if compressed else np.savez)(out, **arrays)
    return out.getvalue()


def npy(array, **options):
    out = io.BytesIO()
    np.save(out, array, **options)
    return out.getvalue()


pictures = (np.arange(12 * 3 * 4) * 7 % 256).astype("uint8").reshape(12, 3, 4)
labels = np.arange(12) % 3
numbers = np.arange(12 * 2 * 3).reshape(12, 2, 3)

files = {
    # As keras.datasets.mnist has it.
    "mnist.npz": npz(x_train=pictures, y_train=labels.astype("uint8"), x_test=pictures[:3], y_test=labels[:3].astype("uint8"), compressed=True),
    "plain.npz": npz(x=pictures, y=labels),
    "positional.npz": npz(arr_0=labels, arr_1=pictures),
    "medmnist.npz": npz(train_images=pictures, train_labels=labels[:, None], val_images=pictures[:3], val_labels=labels[:3, None], test_images=pictures[:6], test_labels=labels[:6, None]),
    "one-hot.npz": npz(x=pictures, y=np.eye(3, dtype="float32")[labels]),
    "regression.npz": npz(x=numbers.astype("float32") / 8, y=np.stack([np.arange(12) / 4, np.arange(12) / 8], axis=1)),
    "fortran.npz": npz(x=np.asfortranarray(pictures), y=labels),
    "bool.npz": npz(x=pictures > 100, y=labels > 0),
    "colour-first.npz": npz(x=(np.arange(12 * 3 * 4 * 5) % 256).astype("uint8").reshape(12, 3, 4, 5), y=labels),
    "pickled.npz": npz(x=np.array([np.zeros(2), np.zeros(3)], dtype=object), y=labels[:2]),
    "text.npz": npz(x=pictures, y=np.array(["a", "b", "c"])[labels]),
    "complex.npz": npz(x=numbers.astype("complex64"), y=labels),
    "records.npz": npz(x=np.zeros(12, dtype=[("a", "i4"), ("b", "f4")]), y=labels),
    "nan.npz": npz(x=np.array([[1.0, np.nan]]), y=labels[:1]),
}
for kind in ["i1", "u1", "<i2", ">i2", "<u2", ">u2", "<i4", ">i4", "<u4", ">u4", "<i8", ">i8", "<u8", ">u8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]:
    for order in "CF":
        # Rising numbers, of both signs where the type has them.
        shift = 0 if "u" in kind else 30
        files[f"type {kind} {order}"] = npz(x=np.asarray(numbers - shift, dtype=kind, order=order), y=labels.astype(kind))

print("// What numpy_files.py has written with NumPy itself, in base64.")
print("export const numpyFiles = " + json.dumps({name: base64.b64encode(content).decode() for name, content in files.items()}, indent=2) + ";")
