"""What the figures were measured on."""
import os
import platform
import re
import subprocess


def first_line(command):
    try:
        said = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    lines = said.stdout.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines and command[0].endswith("truss") else (lines[0] if lines else None)


def processor():
    try:
        with open("/proc/cpuinfo") as text:
            model = re.search(r"model name\s*:\s*(.*)", text.read())
    except OSError:
        model = None
    return model.group(1).strip() if model else platform.machine()


def memory():
    try:
        with open("/proc/meminfo") as text:
            return "%.0f GB" % (int(re.search(r"MemTotal:\s*(\d+)", text.read()).group(1)) / 1e6)
    except OSError:
        return "unknown memory"


def describe(tools, load):
    """One sentence without its full stop. tools: names and versions."""
    parts = [
        "%d processors (%s)" % (os.cpu_count(), processor()), memory(), platform.system() + " " + platform.release(),
    ]
    parts += ["%s %s" % tool for tool in tools if tool[1]]
    return ", ".join(parts) + "; load %.1f before the first round" % load
