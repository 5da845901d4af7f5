"""Writes the sizes and SHA-256 of the model's files, which the engine checks when it loads.

    python manifest.py ../src/main/resources/dev/zoetrope/backend/tiny
"""
import hashlib
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
files = {
    path.name: {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    for path in sorted(folder.iterdir())
    if path.name != "manifest.json"
}
text = json.dumps({"schema": "zoetrope.model/1", "model": "tiny", "files": files}, indent=2) + "\n"
(folder / "manifest.json").write_text(text, newline="\n")
