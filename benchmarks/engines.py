"""Other engines on the tiny weights: how they are started and asked."""
import contextlib
import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
LIBRARY = HERE.parent / "workbench-lib"
WEIGHTS = LIBRARY / "src/main/resources/dev/zoetrope/backend/tiny"
GGUF = LIBRARY / "src/test/resources/models"
CLASSES = f"{HERE / 'target' / 'classes'}:{LIBRARY / 'target' / 'workbench-lib.jar'}"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(url):
    with urllib.request.urlopen(url, timeout=60) as answer:
        return json.load(answer)


def post(url, body):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=300) as answer:
        return json.load(answer)


@contextlib.contextmanager
def server(command, health, log, **environment):
    """A server until the end of the block, asked when it answers."""
    with open(log, "wb") as out:
        command = [str(word) for word in command]
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=dict(os.environ, **environment))
        try:
            for _ in range(600):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(health, timeout=1).close()
                    break
                if process.poll() is not None:
                    sys.exit(f"{command[0]} ended: {log}")
                time.sleep(0.1)
            yield process
        finally:
            process.terminate()
            process.wait(20)


@contextlib.contextmanager
def llama_server(binary, log):
    """One thread, one slot; gives its address and what it says of itself."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [binary, "-m", GGUF / "tiny-f16.gguf", "--mmproj", GGUF / "mmproj-tiny-f16.gguf", "--host", "127.0.0.1"]
    command += ["--port", port, "-np", "1", "-c", "2048", "-t", "1", "-tb", "1"]
    with server(command, url + "/health", log):
        yield url, get(url + "/props")
