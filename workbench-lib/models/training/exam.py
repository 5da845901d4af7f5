"""The held-out questions as a file, for whoever answers them on a path of their own: the scenes by their seeds (the same
films as `synthetic:shapes?seed=…`), what lies outside the domain as pictures.

    python exam.py ../held-out.jsonl.gz --views 40 --controls 100"""
import argparse
import base64
import gzip
import io
import json
import pathlib

from PIL import Image

import evaluate


def png(picture):
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def line(mode, number, row, control=None):
    what, shown = row.what, row.what.encoding
    line = dict(mode=mode, view=number, kind=shown.kind, rows=shown.rows, columns=shown.columns, labelled=shown.labelled)
    if mode == "outside":
        line["pictures"] = [png(picture) for picture in row.pictures]
    else:
        line |= dict(seed=what.seed, indices=list(what.indices), width=what.width, height=what.height)
    line["questions"] = [
        dict(kind=f"{kind}, {control}" if control else kind, pair=pair, question=question, answer=answer)
        for pair, (kind, pairs) in enumerate(row.asked)
        for question, answer in pairs
    ]
    return json.dumps(line)


def lines(views, films):
    for mode, rows in evaluate.views(views).items():
        for number, row in enumerate(rows):
            yield line(mode, number, row)
    for mode in evaluate.SEVERAL if films else ():
        for control, rows in evaluate.control_rows(mode, films).items():
            for number, row in enumerate(rows):
                yield line(mode, number, row, control)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--views", type=int, default=40)
    parser.add_argument("--controls", type=int, default=100, help="films of each encoding")
    options = parser.parse_args()
    text = "\n".join(lines(options.views, options.controls)) + "\n"
    if options.out.endswith(".gz"):
        pathlib.Path(options.out).write_bytes(gzip.compress(text.encode(), mtime=0))
    else:
        pathlib.Path(options.out).write_text(text, encoding="utf-8")
