// Where the data of a run come from again: drawn data go along as data.npz, others are downloaded or given.
import type { ModelRecord } from '../../../src/protocol';
import { drawDigits } from '../../data/embedded/digits/draw-digits';
import { drawScenes } from '../../data/embedded/scenes/draw-scenes';
import { macrotask } from '../../macrotask';
import { plain, quoted } from './python';
import { DATA } from './script-parts';
import { type NumpyArray, writeNpz } from './write-npz';

export interface DataRecipe {
  /** data.npz, where the data go along. */
  file?: Blob;
  /** A function `load_data(path)` that gives arrays by name. */
  code: string;
  /** What `--data` takes. */
  help: string;
  required: boolean;
  /** For the README. */
  told: string;
}

const NPZ_CODE = `
def load_data(path):
    """The arrays of a .npz file by name."""
    with np.load(path or HERE / "${DATA}") as file:
        return {name: file[name] for name in file.files}
`.trim();

/** Arrays that go along. */
export async function withArrays(
  arrays: Readonly<Record<string, NumpyArray>>,
  told: string,
): Promise<DataRecipe> {
  return {
    ...{ file: await writeNpz(arrays), code: NPZ_CODE, told, required: false },
    help: `another file of arrays in place of ${DATA}`,
  };
}

/** Arrays that whoever trains on has to bring. @param names of the arrays, as a sentence */
export function givenArrays(names: string): DataRecipe {
  return {
    ...{ code: NPZ_CODE, required: true },
    help: `a file of NumPy, .npz, with ${names}`,
    told: `The data were the page's own: give them as --data FILE.npz with ${names}.`,
  };
}

export interface PicturesWanted {
  side: number;
  channels: 1 | 3;
}

/** The pictures of an experiment: x_train [n, side, side(, 3)] of bytes, y_train [n], x_test and y_test. */
export async function picturesRecipe(
  { dataset, hyperparameters, seed = 0 }: ModelRecord,
  { side, channels }: PicturesWanted,
  classes: readonly string[],
): Promise<DataRecipe> {
  const source = dataset?.source;
  const digits = channels === 1;
  if (source === 'embedded') {
    const examples = Number(hyperparameters.examples);
    const count = examples + Math.ceil(examples / 5);
    const drawn = await drawAll(digits ? drawDigits(count, seed) : drawScenes(count, seed));
    const shape = digits ? [side, side] : [side, side, channels];
    const size = shape.reduce((product, length) => product * length, 1);
    const part = (from: number, to: number) => ({
      x: { data: drawn.images.subarray(from * size, to * size), shape: [to - from, ...shape] },
      y: { data: drawn.labels.subarray(from, to), shape: [to - from] },
    });
    const [train, test] = [part(0, examples), part(examples, count)];
    return withArrays(
      { x_train: train.x, y_train: train.y, x_test: test.x, y_test: test.y },
      `The ${digits ? 'digits' : 'scenes'} of the run lie in ${DATA}: x_train, y_train, x_test, y_test.`,
    );
  }
  if (source && /^https?:/.test(source) && dataset.name === (digits ? 'MNIST' : 'CIFAR-10')) {
    return {
      code: `${DOWNLOAD}\n\n\n${digits ? mnistCode(source) : cifarCode(source)}`,
      ...{ help: 'a folder with the files, in place of a download', required: false },
      told: `train.py downloads the data from ${plain(source)}.`,
    };
  }
  const from = source && /^https?:/.test(source) ? `, from ${plain(source)}` : '';
  return {
    code: folderCode({ height: side, width: side, channels, resize: 'cover' }, classes),
    ...{
      help: 'a folder of pictures: a folder for each class, in train and test or without',
      required: true,
    },
    told: `The data were ${plain(dataset?.name ?? 'files')}${from}: give them as --data FOLDER, a folder for each class.`,
  };
}

interface Drawn {
  images: Uint8Array;
  labels: Uint8Array | Uint16Array;
}

async function drawAll(drawing: Generator<number, Drawn>): Promise<Drawn> {
  for (let step = drawing.next(); ; step = drawing.next()) {
    if (step.done) return step.value;
    await macrotask();
  }
}

const DOWNLOAD = `
def read(path, address, *names):
    """The bytes of the first of these files that there is, in a folder or at an address; unpacked."""
    import gzip
    import urllib.error
    import urllib.request

    for name in names:
        try:
            if path:
                data = (path / name).read_bytes()
            else:
                with urllib.request.urlopen(address + name) as response:
                    data = response.read()
            return gzip.decompress(data) if data[:2] == bytes([31, 139]) else data
        except (FileNotFoundError, urllib.error.HTTPError):
            continue
    raise SystemExit(f"none of {', '.join(names)} is in {path or address}")
`.trim();

const asFolder = (address: string) => (address.endsWith('/') ? address : `${address}/`);

function mnistCode(address: string): string {
  return `
def load_data(path):
    """The four files of MNIST, as arrays of bytes."""
    address, arrays = ${quoted(asFolder(address))}, {}
    for part, prefix in ("train", "train"), ("test", "t10k"):
        images, labels = f"{prefix}-images-idx3-ubyte", f"{prefix}-labels-idx1-ubyte"
        x = np.frombuffer(read(path, address, images, images + ".gz"), np.uint8, offset=16)
        arrays[f"x_{part}"] = x.reshape(-1, 28, 28)
        arrays[f"y_{part}"] = np.frombuffer(read(path, address, labels, labels + ".gz"), np.uint8, offset=8)
    return arrays
`.trim();
}

function cifarCode(address: string): string {
  return `
def load_data(path):
    """The files of CIFAR-10's binary version, as arrays of bytes."""
    address, arrays = ${quoted(asFolder(address))}, {}
    for part, names in ("train", [f"data_batch_{i}.bin" for i in range(1, 6)]), ("test", ["test_batch.bin"]):
        records = b"".join(read(path, address, name, name + ".gz") for name in names)
        records = np.frombuffer(records, np.uint8).reshape(-1, 3073)
        arrays[f"y_{part}"] = records[:, 0]
        arrays[f"x_{part}"] = records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    return arrays
`.trim();
}

/** @param classes in the order of the network's outputs */
export function folderCode(
  {
    height,
    width,
    channels,
    resize,
  }: { height: number; width: number; channels: 1 | 3; resize: 'cover' | 'contain' },
  classes: readonly string[],
): string {
  const mode = channels === 1 ? 'L' : 'RGB';
  const fitted =
    resize === 'cover'
      ? 'ImageOps.fit(picture, SIZE, Image.Resampling.BILINEAR)'
      : 'ImageOps.pad(picture, SIZE, Image.Resampling.BILINEAR)';
  return `
CLASSES = ${classes.length === 0 ? '()' : `(${classes.map((name) => `${quoted(name)},`).join(' ')})`}
SIZE = (${width}, ${height})


def load_data(path):
    """Pictures in a folder for each class, below train and test; without these, every sixth is for the test."""
    from PIL import Image, ImageOps

    def pictures(folder):
        for number, name in enumerate(CLASSES):
            for file in sorted((folder / name).iterdir()):
                with Image.open(file) as picture:
                    yield np.asarray(${fitted}.convert("${mode}")), number

    if not (path / CLASSES[0]).is_dir():
        parts = {part: list(pictures(path / part)) for part in ("train", "test")}
    else:
        every = list(pictures(path))
        parts = {"train": [one for i, one in enumerate(every) if i % 6], "test": every[::6]}
    arrays = {}
    for part, found in parts.items():
        arrays[f"x_{part}"] = np.stack([x for x, _ in found])
        arrays[f"y_{part}"] = np.array([y for _, y in found])
    return arrays
`.trim();
}
