#!/usr/bin/env python3
"""Times clicks and frames in a real JupyterLab and a real Chromium, ours and ipykernel's in one run.

usage: page.py [--chromium FILE] [--out FILE]     after ./zoetrope setup
Each kernel gets twenty buttons that nobody has clicked before, and an endless loop in a cell; how long a click takes until the page
has changed, and how many of the clicks were answered within 5 s. Ours also gets pictures of 200 kB, 30 a second for 8 s, with two,
three and four under way, without and with the loop. Needs Node and Chromium. The load of the machine stands in the result.
"""
import argparse
import contextlib
import json
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request

import facts

ROOT = pathlib.Path(__file__).resolve().parent.parent
BROWSER = ROOT / "notebooks" / "src" / "test" / "browser"
TOKEN = "a-bench-and-no-secret"
JAVA_BUTTONS = """
var rows = new ArrayList<Widget>();
for (int i = 0; i < 20; i++) {
  var name = "cold" + i;
  var label = Widgets.html("<b class='" + name + "'>0</b>");
  rows.add(Widgets.row(Widgets.button(name).onClick(() -> label.value("<b class='" + name + "'>1</b>")), label));
}
Widgets.column(rows.toArray(Widget[]::new))
"""
PYTHON_BUTTONS = """
import ipywidgets as w
def row(name):
    label, button = w.HTML(f"<b class='{name}'>0</b>"), w.Button(description=name)
    button.on_click(lambda _: setattr(label, "value", f"<b class='{name}'>1</b>"))
    return w.HBox([button, label])
w.VBox([row(f"cold{i}") for i in range(20)])
"""
FRAMES = '''
var arrived = new java.util.concurrent.atomic.AtomicLong();
for (int credits : new int[] {2, 3, 4}) {
  display(Widgets.any("""
      export default { render({ model, el }) {
        const sender = frameSender(model);
        el.className = "feed"; el.textContent = "ready";
        window.feedCREDITS = (size, rate, seconds) => new Promise((done) => {
          let n = 0;
          Object.assign(sender.stats, { sent: 0, dropped: 0, acknowledged: 0 });
          sender.stats.roundTrips.length = 0;
          const timer = setInterval(() => {
            sender.send({}, new Uint8Array(size).buffer);
            if (++n >= rate * seconds) { clearInterval(timer); setTimeout(() => done(sender.stats), 500); }
          }, 1000 / rate);
        });
      } }""".replace("CREDITS", "" + credits)).onFrame(credits, (meta, bytes) -> arrived.addAndGet(bytes.length)));
}
'''
LOOPS = {"zoetrope": "while (true) {}", "python3": "while True: pass"}


def notebook(kernel):
    cells = [JAVA_BUTTONS, FRAMES] if kernel == "zoetrope" else [PYTHON_BUTTONS, "1"]
    return {
        "cells": [
            {"cell_type": "code", "id": f"c{i}", "metadata": {}, "execution_count": None, "outputs": [], "source": text.strip()}
            for i, text in enumerate([*cells, LOOPS[kernel]])
        ],
        "metadata": {"kernelspec": {"name": kernel, "display_name": kernel, "language": "java"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


@contextlib.contextmanager
def lab(folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["--no-browser", f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}"]
    words += [f"--IdentityProvider.token={TOKEN}", "--LabApp.expose_app_in_browser=True"]
    server = subprocess.Popen([ROOT / "zoetrope", "lab", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            if server.poll() is not None:
                raise RuntimeError("JupyterLab ended at once; see ./zoetrope lab")
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/api/status?token={TOKEN}", timeout=5):
                break
            time.sleep(0.5)
        yield url
    finally:
        server.terminate()
        server.wait()


def tools(folder):
    for name in ("lab.mjs", "package.json", "package-lock.json"):
        shutil.copy(BROWSER / name, folder)
    shutil.copy(pathlib.Path(__file__).with_name("page.mjs"), folder)
    subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=folder, check=True)


def measure(kernel, chromium):
    with tempfile.TemporaryDirectory() as folder:
        tools(folder)
        notebooks = pathlib.Path(folder, "notebooks")
        notebooks.mkdir()
        (notebooks / f"{kernel}.ipynb").write_text(json.dumps(notebook(kernel)), encoding="utf-8")
        with lab(notebooks) as url:
            words = {"chromium": chromium, "url": url, "token": TOKEN, "notebook": f"{kernel}.ipynb", "frames": kernel == "zoetrope"}
            ran = subprocess.run(["node", "page.mjs", json.dumps(words)], cwd=folder, check=True, capture_output=True, text=True)
            return json.loads(ran.stdout.splitlines()[-1])


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome"))
    options.add_argument("--out", type=pathlib.Path)
    given = options.parse_args()
    machine = facts.machine()
    runs = {kernel: measure(kernel, given.chromium) for kernel in LOOPS}
    for kernel, seen in runs.items():
        print(f"{kernel:10} {seen['answered']} of 20 first clicks answered in 5 s, median {seen['median_ms']} ms, p95 {seen['p95_ms']} ms")
        for each in seen["frames"]:
            print(
                f"{'':10} {each['credits']} under way, {each['during']}: {each['rate']} frames/s, {each['acknowledged']} of {each['sent']}"
                f" acknowledged, round trip {each['median_ms']} ms (p95 {each['p95_ms']} ms)"
            )
    if given.out:
        out = {"machine": machine | {"load_at_end": facts.machine()["load"]}, "kernels": runs}
        given.out.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
