"""Runs one notebook without a browser: run_notebook.py IN.ipynb OUT.ipynb OUT.html

Each cell's progress goes to stderr; what cells tagged "print" show as text goes to stdout. The executed notebook and
the page are written even if a cell fails; the page asks no other machine for anything.
Exit codes: 0 all cells ran, 1 a cell failed, 2 wrong usage or no such kernel, 130 or 143 stopped by a signal.
"""

import argparse
import asyncio
import os
import re
import signal
import sys
import time
from pathlib import Path

# JSON Schema loads a grammar for international addresses, a second at each start, which no notebook needs.
sys.modules.setdefault("rfc3987_syntax", None)

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter

ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")

# The usual page without the parts that load scripts from elsewhere: it is read offline, and it tells nobody.
PAGE = """
{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js_requirejs -%}{%- endblock -%}
{%- block jupyter_widgets -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
"""


def main(words):
    options = parse(words)
    try:
        notebook = nbformat.read(options.notebook, as_version=4)
    except FileNotFoundError:
        return say(2, f"There is no notebook {options.notebook}.")
    except Exception as e:
        return say(2, f"{options.notebook} is not a notebook: {first_line(str(e))}")
    code = asyncio.run(Run(notebook, options).run())
    write(notebook, options)
    return code


def parse(words):
    parser = argparse.ArgumentParser(prog="run_notebook.py", description=__doc__.splitlines()[0])
    parser.add_argument("notebook", type=Path, metavar="IN.ipynb")
    parser.add_argument("executed", type=Path, metavar="OUT.ipynb")
    parser.add_argument("page", type=Path, metavar="OUT.html")
    parser.add_argument("--kernel", default="zoetrope", help="the kernel's name (default: %(default)s)")
    parser.add_argument("--cwd", type=Path, help="where the cells run (default: the notebook's folder)")
    parser.add_argument("--title", help="the page's title (default: the notebook's name)")
    parser.add_argument("--timeout", type=float, default=600, help="seconds a cell may take (default: %(default)s)")
    return parser.parse_args(words)


class Run:
    """One kernel for one notebook; the kernel is gone when run() returns, whatever happened."""

    def __init__(self, notebook, options):
        self.notebook = notebook
        self.timeout = options.timeout
        self.folder = (options.cwd or options.notebook.parent).resolve()
        self.cells = [(i, c) for i, c in enumerate(notebook.cells) if c.cell_type == "code" and c.source.strip()]
        self.client = NotebookClient(
            notebook,
            kernel_name=options.kernel,
            timeout=options.timeout,
            startup_timeout=60,
            record_timing=False,
            store_widget_state=False,
            coalesce_streams=True,
            resources={"metadata": {"path": str(self.folder)}},
        )
        self.stopped_by = None

    async def run(self):
        forget_outputs(self.notebook)
        try:
            async with self.client.async_setup_kernel(cwd=str(self.folder)):
                with Signals(self.stop_by):
                    return await self.run_cells()
        except NoSuchKernel as e:
            return say(2, f"There is no kernel {e.name} here; ./zoetrope setup installs it.")
        except Stopped:
            return say(128 + self.stopped_by, "Stopped.")
        except RuntimeError as e:
            return say(1, f"The kernel did not start: {e}")

    def stop_by(self, number):
        self.stopped_by = number
        self.task.cancel()

    async def run_cells(self):
        self.task = asyncio.current_task()
        self.notebook.metadata["language_info"] = await self.language()
        for number, (index, cell) in enumerate(self.cells, start=1):
            code = await self.run_cell(number, index, cell)
            if code:
                return code
        return 0

    async def language(self):
        reply = await self.client.async_wait_for_reply(self.client.kc.kernel_info())
        return reply["content"]["language_info"]

    async def run_cell(self, number, index, cell):
        began = time.monotonic()
        tell(f"  [{number}/{len(self.cells)}] {short(first_line(cell.source, skip='//'))} ", end="")
        try:
            await self.client.async_execute_cell(cell, index, execution_count=number)
        except CellTimeoutError:
            tell("")
            return self.failed(number, cell, f"it took longer than {self.timeout:g} s")
        except CellControlSignal as e:
            tell("")
            return self.failed(number, cell, traceback(cell) or str(e))
        except DeadKernelError as e:  # nbclient also says so when its own task is cancelled
            tell("")
            if self.stopped_by:
                raise Stopped() from e
            return self.failed(number, cell, "the kernel died")
        tell(f" {time.monotonic() - began:.1f} s")
        if "print" in cell.metadata.get("tags", []):
            print("\n".join(texts(cell)), flush=True)
        return 0

    def failed(self, number, cell, why):
        head = "\n".join("    " + line for line in cell.source.strip().splitlines()[:5])
        return say(1, f"Cell {number} of {len(self.cells)} failed:\n{head}\n{why}")


class Stopped(Exception):
    """Somebody asked the run to end."""


class Signals:
    """While open, Ctrl-C and a plea to end call back instead of tearing the process down."""

    NUMBERS = (signal.SIGINT, signal.SIGTERM)

    def __init__(self, callback):
        self.callback = callback
        self.loop = asyncio.get_running_loop()

    def __enter__(self):
        for number in self.NUMBERS:
            self.loop.add_signal_handler(number, self.callback, number)

    def __exit__(self, *_):
        for number in self.NUMBERS:
            self.loop.remove_signal_handler(number)


def forget_outputs(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None


def traceback(cell):
    for output in cell.outputs:
        if output.output_type == "error":
            text = "\n".join(output.traceback) or f"{output.ename}: {output.evalue}"
            return text if sys.stderr.isatty() else ANSI.sub("", text)
    return None


def texts(cell):
    for output in cell.outputs:
        if output.output_type == "stream" and output.name == "stdout":
            yield output.text.rstrip("\n")
        elif "text/plain" in output.get("data", {}):
            yield output.data["text/plain"].rstrip("\n")


def write(notebook, options):
    title = options.title or options.notebook.stem
    exporter = HTMLExporter(raw_template=PAGE, embed_images=True)
    resources = {"metadata": {"name": title, "path": str(options.cwd or options.notebook.parent)}}
    page, _ = exporter.from_notebook_node(notebook, resources=resources)
    whole(options.executed, nbformat.writes(notebook) + "\n")
    whole(options.page, page)


def whole(path, text):
    """A reader sees the old file or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)


def first_line(text, skip=None):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in lines if not skip or not line.startswith(skip)), lines[0] if lines else "")


def short(text, width=70):
    return text if len(text) <= width else text[: width - 1] + "…"


def say(code, text):
    tell(text)
    return code


def tell(text, end="\n"):
    print(text, end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
