"""Numbers that values.ts draws the same way."""
import math

import numpy as np


def values(shape, seed, kind='any', classes=None):
    """Numbers in [-1, 1) that float32 holds exactly; `classes`: whole numbers below `classes`."""
    i = np.arange(math.prod(shape), dtype=np.uint64)

    def times(a, b):
        return (a * np.uint64(b)) & np.uint64(0xffffffff)

    h = times(i + np.uint64(1), 0x9e3779b1) ^ times(np.uint64(seed + 1), 0x85ebca6b)
    h = times(h ^ (h >> np.uint64(15)), 0x2c1b3c6d)
    h = times(h ^ (h >> np.uint64(12)), 0x297a2d39)
    h = h ^ (h >> np.uint64(15))
    u = ((h >> np.uint64(12)).astype(np.float64) / 2**19 - 1).reshape(shape)
    if kind == 'classes':
        return np.floor((u + 1) / 2 * classes).astype(np.float32)
    if kind == 'masked':  # the second half of every other row is padding
        u = u.copy()
        u[::2, shape[1] // 2:] = 0
    return u.astype(np.float32)
