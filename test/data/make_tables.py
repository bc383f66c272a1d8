"""Writes the tables that pandas and the Parquet files that Hugging Face's `datasets` make, for the tests of reading.

Run by hand (pandas 2.2 or 3, datasets 4, pyarrow, pillow): python test/data/make_tables.py
All values are drawn here; nothing is downloaded.
"""

import io
import json
import sys
from pathlib import Path

import datasets
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

HERE = Path(__file__).parent / "golden"
HERE.mkdir(exist_ok=True)
random = np.random.default_rng(1)


def table(rows: int) -> pd.DataFrame:
    """Numbers, words with all that needs quotes, gaps, and classes that follow from them."""
    size = random.normal(10, 3, rows).round(3)
    count = random.integers(0, 50, rows)
    colour = random.choice(["red", "deep blue", 'so-called "green"', "black, or white"], rows)
    frame = pd.DataFrame({"size": size, "count": count, "colour": colour})
    frame["kind"] = np.where(size + (count > 25) * 4 > 12, "große", "kleine")
    frame.loc[random.choice(rows, rows // 10, replace=False), "size"] = np.nan
    frame.loc[random.choice(rows, rows // 10, replace=False), "colour"] = None
    return frame


def expected(frame: pd.DataFrame) -> dict:
    """What a reader has to find, from pandas itself: over all rows, as the tests keep none back."""
    return {
        "rows": len(frame),
        "mean": float(frame["size"].mean()),
        "deviation": float(frame["size"].std(ddof=0)),
        "countMean": float(frame["count"].mean()),
        "countDeviation": float(frame["count"].std(ddof=0)),
        "missingSizes": int(frame["size"].isna().sum()),
        "missingColours": int(frame["colour"].isna().sum()),
        "colours": sorted(frame["colour"].dropna().unique().tolist()),
        "perColour": frame["colour"].value_counts().to_dict(),
        "perClass": frame["kind"].value_counts().to_dict(),
        "sizeSum": float(frame["size"].sum()),
    }


def write_tables() -> None:
    frame = table(120)
    frame.to_csv(HERE / "pandas.csv", index=False)
    frame.to_csv(HERE / "pandas-index.csv")
    frame.to_csv(HERE / "pandas-semicolon.csv", index=False, sep=";", decimal=",", encoding="utf-8-sig")
    frame.to_csv(HERE / "pandas-utf16.tsv", index=False, sep="\t", encoding="utf-16", lineterminator="\r\n")
    frame.to_csv(HERE / "pandas-latin1.csv", index=False, encoding="latin-1", quoting=1)
    for codec in ["snappy", "gzip", "zstd", "brotli"]:
        frame.to_parquet(HERE / f"pandas-{codec}.parquet", index=False, compression=codec)
    (HERE / "pandas.json").write_text(json.dumps(expected(frame), indent=1, ensure_ascii=False) + "\n")


def picture(label: int, side: int) -> Image.Image:
    """A bar as high as its label, on noise."""
    pixels = random.integers(0, 40, (side, side), dtype=np.uint8)
    pixels[: 2 + 3 * label, 2:5] = 255
    return Image.fromarray(pixels)


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def write_pictures() -> None:
    """As `ylecun/mnist` lies on the hub: pictures as structs of bytes and path, classes in the schema's metadata."""
    features = datasets.Features(
        {"image": datasets.Image(), "label": datasets.ClassLabel(names=["none", "low", "high"])}
    )
    expected = {}
    for split, count in {"train": 24, "test": 6}.items():
        labels = [i % 3 for i in range(count)]
        images = [picture(label, 12) for label in labels]
        expected[split] = [np.asarray(image).tolist() for image in images]
        rows = {"image": [{"bytes": png(image), "path": None} for image in images], "label": labels}
        made = datasets.Dataset.from_dict(rows, features=features)
        made.to_parquet(HERE / f"pictures-{split}.parquet", batch_size=10)
    (HERE / "pictures.json").write_text(json.dumps(expected) + "\n")


def write_texts() -> None:
    """As `stanfordnlp/imdb` lies there."""
    features = datasets.Features(
        {"text": datasets.Value("string"), "label": datasets.ClassLabel(names=["neg", "pos"])}
    )
    good, bad = ["a fine", "a lovely", "a great"], ["a dull", "an awful", "a bad"]
    labels = [i % 2 for i in range(30)]
    texts = [f"It was {(good if label else bad)[i % 3]} film, number {i}." for i, label in enumerate(labels)]
    made = datasets.Dataset.from_dict({"text": texts, "label": labels}, features=features)
    made.to_parquet(HERE / "texts.parquet")


def write_arrays() -> None:
    """Arrays of two dimensions, lists of one length, and numbers of every width."""
    features = datasets.Features(
        {
            "grid": datasets.Array2D(shape=(4, 3), dtype="float32"),
            "signal": datasets.Sequence(datasets.Value("float32"), length=5),
            "whole": datasets.Value("int64"),
            "half": datasets.Value("float16"),
            "flag": datasets.Value("bool"),
            "label": datasets.ClassLabel(names=["down", "up"]),
        }
    )
    count = 20
    rows = {
        "grid": [(np.arange(12).reshape(4, 3) + i).tolist() for i in range(count)],
        "signal": [[float(i + k) for k in range(5)] for i in range(count)],
        "whole": list(range(0, 1000 * count, 1000)),
        "half": [i / 4 for i in range(count)],
        "flag": [i % 3 == 0 for i in range(count)],
        "label": [i % 2 for i in range(count)],
    }
    datasets.Dataset.from_dict(rows, features=features).to_parquet(HERE / "arrays.parquet")


write_tables()
write_pictures()
write_texts()
write_arrays()
print("datasets", datasets.__version__, "pandas", pd.__version__, "pyarrow", pa.__version__, file=sys.stderr)
