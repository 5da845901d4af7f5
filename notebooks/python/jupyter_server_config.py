"""What JupyterLab does differently in Zoetrope's own environment."""

import os
import re
import warnings
from pathlib import Path

from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

c = get_config()  # noqa: F821

# Seen from this machine only, which also makes it safe to run as root, as containers do.
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.allow_root = True

if "ZOETROPE_ROOT" in os.environ:
    course = Path(os.environ["ZOETROPE_ROOT"], "notebooks")
    first = os.environ["ZOETROPE_FIRST_NOTEBOOK"]
    c.ServerApp.root_dir = str(course)
    if (course / first).exists():
        c.LabApp.default_url = f"/lab/tree/{first}"

# The server asks no other machine whether there is news, an update or an extension.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"

# A new notebook is one in Java, and what runs code without naming a kernel runs it there.
c.MultiKernelManager.default_kernel_name = "zoetrope"

# Looking for language servers calls npm, which writes into the home folder; none is used here.
c.LanguageServerManager.autodetect = False

# A long answer from a model is no flood: the default cuts a cell's text at 1 MB/s.
c.ZMQChannelsWebsocketConnection.iopub_data_rate_limit = 100_000_000


def sent_at_once(opened):
    """With Nagle's algorithm a frame's answer waits 40 ms for the packet before it to be acknowledged."""

    async def open(self, kernel_id):
        self.set_nodelay(True)
        await opened(self, kernel_id)

    return open


KernelWebsocketHandler.open = sent_at_once(KernelWebsocketHandler.open)

COURSE = re.compile(r"\d\d-[^/]*\.ipynb")
METADATA = {
    "kernelspec": {"display_name": "Zoetrope (Java)", "language": "java", "name": "zoetrope"},
    "language_info": {"name": "java"},
}


def without_outputs(model, path, **_):
    """The course's own notebooks are saved as they are kept, without outputs, so that a checkout stays clean.

    A copy under another name keeps its outputs.
    """
    if model.get("type") != "notebook" or not COURSE.fullmatch(path.strip("/")):
        return
    notebook = model["content"]
    notebook["metadata"] = dict(METADATA)
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags")
        cell["metadata"] = {"tags": tags} if tags else {}
        if cell["cell_type"] == "code":
            cell["outputs"] = []
            cell["execution_count"] = None


# This file is read twice, once as the server's and once as the lab's.
warnings.filterwarnings("ignore", message="Overriding existing pre_save_hook")
c.FileContentsManager.pre_save_hook = without_outputs
