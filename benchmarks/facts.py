"""What a reader must know of the machine to judge a number."""
import os
import platform
import re
import subprocess


def _first(pattern, path):
    try:
        with open(path, encoding="utf-8") as lines:
            found = re.search(pattern, lines.read())
            return found.group(1) if found else None
    except OSError:
        return None


def java_version(java):
    """The line by which a java calls itself."""
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=True)
    return told.stderr.splitlines()[1]


def machine():
    """CPU, cores, memory, system and how busy it is right now."""
    return {
        "cpu": _first(r"model name\s*: (.*)", "/proc/cpuinfo") or platform.processor(),
        "cores": os.cpu_count(),
        "memory": _first(r"MemTotal:\s*(.*)", "/proc/meminfo"),
        "system": platform.platform(),
        "load": [round(each, 2) for each in os.getloadavg()],
    }
