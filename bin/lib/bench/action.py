"""Rows of the action, measured by bin/bench-action beside a JavaScript action that does the same."""
import re
import subprocess

from .figures import Line, Row

FOUND = re.compile(r"^(\S.*\S) +(login|logout) +(\d+) +(\d+) +(\d+|-) +(\d+|-)$")
SIZE = re.compile(r"^compressed \(gzip -6\): ours ([\d.]+) MB")

_said = {}


def said(rounds):
    """The output, or the reason why there is none."""
    if not _said:
        done = subprocess.run(["bin/bench-action", str(rounds)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        _said["text"] = done.stdout.decode()
        _said["missing"] = ""
        if done.returncode != 0:
            last = (done.stderr.decode(errors="replace").strip().splitlines() or ["it failed"])[-1]
            _said["missing"] = last.replace("bin/bench-action: ", "")
    return _said["text"], _said["missing"]


def parse(text):
    """Medians by variant and stage, and the size of the image in MB or None."""
    medians, size = {}, None
    for line in text.splitlines():
        found = FOUND.match(line)
        if found:
            name, stage, wall, _, cpu, memory = found.groups()
            medians[(name, stage)] = tuple(None if each == "-" else float(each) for each in (wall, cpu, memory))
        elif SIZE.match(line):
            size = float(SIZE.match(line).group(1))
    return medians, size


def row(name, about, stage, variants):
    """variants: what the table says, its role, and the name that bin/bench-action prints."""
    def lines():
        return [Line(what, role) for what, role, _ in variants]

    def measure(setup, quick, count):
        text, missing = said(count)
        medians, size = parse(text)
        result = lines()
        for line, (_, _, variant) in zip(result, variants):
            if missing or (variant, stage) not in medians:
                line.missing = missing or "bin/bench-action printed no line for it"
            else:
                line.runs = [medians[(variant, stage)]]
                if size is not None and variant == "ours, container":
                    line.more = "image: %.1f MB gzip" % size
        return Row(name, about, result)

    return name, about, lines(), measure


PROCESS = ("ours, as a process", "ours", "ours, process")
JAVASCRIPT = ("JavaScript with `@actions/core`, as GitHub runs it", "peer", "JavaScript, process")
FLOOR = ("a JVM of the image that asks the server and does no more", "floor", "a JVM that asks and no more")
CONTAINER = ("ours, in a container", "ours", "ours, container")
JAVASCRIPT_INSIDE = ("JavaScript, in a container", "peer", "JavaScript, container")

ROWS = [
    row("action login", "the action's login over TLS.", "login", [PROCESS, JAVASCRIPT, FLOOR]),
    row("action logout", "its logout, which asks nobody.", "logout", [PROCESS, JAVASCRIPT]),
    row("action login in a container", "the login as GitHub runs container actions.", "login",
        [CONTAINER, JAVASCRIPT_INSIDE]),
    row("action logout in a container", "the logout in a container.", "logout", [CONTAINER, JAVASCRIPT_INSIDE]),
]
