"""Opens with the safetensors package what write_onnx.mjs has written, and compares every number. By hand:

    pip install safetensors numpy
    node test/interop/write_onnx.mjs /tmp/onnx && python test/interop/check_safetensors.py /tmp/onnx
"""

import json
import sys
from pathlib import Path

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file

paths = sorted(Path(sys.argv[1]).glob("*.safetensors"))
for path in paths:
    found = load_file(path)
    weights = json.loads(path.with_suffix(".weights.json").read_text())
    assert set(found) == {one["name"] for one in weights}, path
    for one in weights:
        expected = np.array(one["data"], "float32").reshape(one["shape"])
        assert found[one["name"]].dtype == np.float32
        assert np.array_equal(found[one["name"]], expected), f"{path}: {one['name']}"
    with safe_open(path, "numpy") as file:
        assert json.loads(file.metadata()["trainlab"])["record"]["version"] == 1
    print(path.name, len(weights), "weights, every bit the same")
assert paths, "nothing to check"
