"""Opens in onnxruntime what write_onnx.mjs has written, and compares the answers. By hand:

    pip install onnxruntime onnx numpy
    node test/interop/write_onnx.mjs /tmp/onnx && python test/interop/check_onnx.py /tmp/onnx
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

TOLERANCE = 1e-5


def check(path):
    model = json.loads(path.with_suffix(".json").read_text())
    onnx.checker.check_model(str(path), full_check=True)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    feed = {
        one["name"]: np.array(one["data"], one["dtype"]).reshape(one["shape"])
        for one in model["inputs"]
    }
    answers = session.run(None, feed)
    worst = 0.0
    for answer, expected in zip(answers, model["outputs"], strict=True):
        values = np.array(expected["data"], "float64").reshape(expected["shape"])
        if answer.shape != values.shape:
            raise ValueError(f"shape {answer.shape}, expected {values.shape}")
        if np.isnan(answer).any() != np.isnan(values).any():
            raise ValueError("not a number")
        scale = max(1.0, float(np.abs(values).max(initial=0)))
        worst = max(worst, float(np.abs(answer - values).max(initial=0)) / scale)
    return model["id"], worst


failed = []
largest = (0.0, "")
paths = sorted(Path(sys.argv[1]).glob("*.onnx"))
for path in paths:
    try:
        name, worst = check(path)
        largest = max(largest, (worst, name))
        if not worst <= TOLERANCE:
            failed.append(f"{name}: off by {worst:.1e}")
    except Exception as error:
        name = json.loads(path.with_suffix(".json").read_text())["id"]
        failed.append(f"{path.name} {name}: {str(error).splitlines()[0][:200]}")
print("\n".join(failed))
print(f"{len(paths) - len(failed)} of {len(paths)} within {TOLERANCE}; largest {largest[0]:.1e} ({largest[1]})")
print(f"onnxruntime {onnxruntime.__version__}, onnx {onnx.__version__}")
sys.exit(1 if failed else 0)
