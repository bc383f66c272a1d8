// The parts that every train.py has: how it starts, its processes, its weights and what it writes.
import { plain } from './python';

export const MODEL = 'model.keras';
export const DATA = 'data.npz';

/** What stands at its head. @param about what it trains, in a sentence */
export function headCode(about: string, seed: number, needsMath = false): string {
  return `"""${plain(about)}

    python train.py                          on one machine, going on from model.keras
    python train.py --fresh                  from new weights
    torchrun --nproc-per-node 2 train.py     data-parallel, with PyTorch's DistributedDataParallel

KERAS_BACKEND=jax or tensorflow before the first two takes another backend than PyTorch. At the end the trained
network is in model.keras, which trainlab's lab.load opens.
"""

import argparse
import json
${needsMath ? 'import math\n' : ''}import os
import time
import zipfile
from pathlib import Path

WORLD = int(os.environ.get("WORLD_SIZE", 1))  # how many processes, as torchrun says
RANK = int(os.environ.get("RANK", 0))  # which of them this one is
if WORLD > 1:
    os.environ["KERAS_BACKEND"] = "torch"
os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np
from keras import layers, ops

HERE = Path(__file__).parent
MODEL = HERE / "${MODEL}"
SEED = ${seed}`;
}

/** Starts and ends processes, and takes a step with all of them. */
export const PROCESSES = `
def start_processes():
    """Joins the processes that torchrun started, each on a GPU of its own where there are enough."""
    if WORLD == 1:
        return
    import torch

    gpus, local = torch.cuda.device_count(), int(os.environ.get("LOCAL_RANK", 0))
    if gpus:
        torch.cuda.set_device(local % gpus)
    enough = gpus >= int(os.environ.get("LOCAL_WORLD_SIZE", 1))
    torch.distributed.init_process_group("nccl" if enough else "gloo")


def end_processes():
    if WORLD > 1:
        import torch

        torch.distributed.destroy_process_group()


def my_share(count):
    """Which rows of a batch this process takes, and what its mean counts for beside those of the others."""
    if count < WORLD:
        return slice(None), 1.0
    rows = slice(RANK, None, WORLD)
    return rows, len(range(count)[rows]) * WORLD / count


def parallel(model):
    """The network in DistributedDataParallel: it averages gradients over the processes."""
    from torch.nn.parallel import DistributedDataParallel

    for weight in model.weights:
        weight.value.requires_grad_(weight.trainable)
    wrapped = DistributedDataParallel(model)
    for number, layer in enumerate(model._flatten_layers()):  # what is dropped differs between processes
        if hasattr(layer, "seed_generator"):
            layer.seed_generator.state.assign([SEED + number, RANK])
    return wrapped


def mean_over_processes(values):
    """Averages numbers over the processes."""
    if WORLD == 1:
        return values
    import torch

    total = torch.as_tensor(np.asarray(values, dtype="float64"))
    if torch.distributed.get_backend() == "nccl":
        total = total.cuda()
    torch.distributed.all_reduce(total)
    return (total / WORLD).cpu().numpy()


def average_statistics(model):
    """Means and variances that layers gathered on their own share of the examples."""
    if WORLD == 1:
        return
    for weight in model.non_trainable_weights:
        if "float" in weight.dtype and not weight.trainable:
            weight.assign(mean_over_processes(ops.convert_to_numpy(weight)).astype(weight.dtype))
`.trim();

/** Takes weights over, and writes the model with what the lab knows of it. */
export const WEIGHTS = `
def copy_weights(source, target):
    """From one network to another with layers of the same names."""
    for layer in source.layers:
        if layer.weights:
            target.get_layer(layer.name).set_weights(layer.get_weights())


def lab_name(name):
    """val_loss as the lab writes it: valLoss."""
    return "val" + name[4].upper() + name[5:] if name.startswith("val_") else name


def save(model, phase, history, metrics):
    """Writes model.keras, with the same layers as before and what the lab keeps of the model beside them."""
    if RANK > 0:
        return
    with zipfile.ZipFile(MODEL) as file:
        kept = json.loads(file.read("trainlab.json")) if "trainlab.json" in file.namelist() else {}
    stored = keras.models.load_model(MODEL, compile=False)  # of built-in layers alone
    copy_weights(model, stored)
    stored.save(MODEL)
    record = json.loads(kept.get("trainlab", "{}"))
    if "history" in record:
        for epoch, values, seconds in history:
            values = {lab_name(name): value for name, value in values.items()}
            record["history"].append(
                {"phase": phase, "epoch": epoch, "metrics": values, "durationMs": 1000 * seconds}
            )
        record["metrics"] = {lab_name(name): value for name, value in metrics.items()}
        kept["trainlab"] = json.dumps(record)
    with zipfile.ZipFile(MODEL, "a") as file:
        file.writestr("trainlab.json", json.dumps(kept))
    print(f"wrote {MODEL}")
`.trim();

export const ANTIRECTIFIER = `
@keras.saving.register_keras_serializable("trainlab")
class Antirectifier(layers.Layer):
    """Hands on the positive and the negative part of what it normalised: [..., n] becomes [..., 2 n]."""

    def call(self, x):
        z = x - ops.mean(x, axis=-1, keepdims=True)
        y = z * ops.rsqrt(ops.sum(ops.square(z), axis=-1, keepdims=True) + 1e-12)
        return ops.concatenate([ops.relu(y), ops.relu(-y)], axis=-1)

    def compute_output_shape(self, shape):
        return (*shape[:-1], 2 * shape[-1])
`.trim();

/** The arguments of the command line. @param options more of them */
export function argumentsCode(dataHelp: string, required: boolean): string {
  return `def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fresh", action="store_true", help="begin with new weights, not those of model.keras")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="how many epochs; %(default)s")
    parser.add_argument("--data", type=Path, ${required ? 'required=True, ' : ''}help="${dataHelp}")
    return parser.parse_args()`;
}
