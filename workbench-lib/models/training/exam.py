"""The held-out questions as a file, for whoever answers them on a path of their own: the scenes by their seeds (the same
films as `synthetic:shapes?seed=…`), what lies outside the domain as pictures.

    python exam.py OUT.jsonl --views 40"""
import argparse
import base64
import io
import json
import pathlib

from PIL import Image

import evaluate


def png(picture):
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def lines(rows_by_mode):
    for mode, rows in rows_by_mode.items():
        for number, row in enumerate(rows):
            what, shown = row.what, row.what.encoding
            line = dict(
                mode=mode, view=number, kind=shown.kind, rows=shown.rows, columns=shown.columns, labelled=shown.labelled,
            )
            if mode == "outside":
                line["pictures"] = [png(picture) for picture in row.pictures]
            else:
                line |= dict(seed=what.seed, indices=list(what.indices), width=what.width, height=what.height)
            line["questions"] = [
                dict(kind=kind, pair=pair, question=question, answer=answer)
                for pair, (kind, pairs) in enumerate(row.asked)
                for question, answer in pairs
            ]
            yield json.dumps(line)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--views", type=int, default=40)
    options = parser.parse_args()
    pathlib.Path(options.out).write_text("\n".join(lines(evaluate.views(options.views))) + "\n", encoding="utf-8")
