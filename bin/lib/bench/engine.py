"""Rows of what the products share: the masker, and a rotation of many targets."""
import os
import shutil
import subprocess
import time

from . import rounds
from .figures import Line, Row, growth, number
from .setup import KEY, ROOT, WORK

KEYS = [1, 20, 1000, 100000]
TARGETS = [10, 100, 1000, 10000]
HERE = os.path.join(ROOT, "bin", "lib", "bench")
LOG = 100  # MiB


def count_of(what, value):
    return "%s %s%s" % (number_of(value), what, "" if value == 1 else "s")


def number_of(value):
    return "{:,}".format(value)


def growth_of(sizes, costs, unit):
    """Says how the cost of the largest size stands to the one before."""
    if len(costs) < 2 or min(costs[-2:]) <= 0:
        return ""
    return "; cost grows as %s^%.2f" % (unit, growth(sizes, costs))


def masker_lines():
    return [Line("a log of %d MiB in lines, %s" % (LOG, count_of("key", keys))) for keys in KEYS]


def masker(setup, quick, count):
    lines = masker_lines()
    sizes = KEYS[:3] if quick else KEYS
    for line, keys in zip(lines, KEYS):
        if keys not in sizes:
            line.missing = "--quick leaves it out"
            continue
        making, megabytes = [], []
        for _ in range(3):
            began = time.monotonic()
            said = subprocess.run(
                ["java", "-Xmx8g", "-cp", setup.jar(), HERE + "/MaskerCost.java", str(LOG), str(keys)],
                stdout=subprocess.PIPE, check=True).stdout.split()
            making.append(float(said[0]))
            megabytes.append(float(said[1]))
            line.runs.append((None, float(said[2]), float(said[1])))
        line.more = "%s/s of CPU; made in %s CPU" % (
            number(LOG / line.median(1) * 1000, " MiB"), number(sorted(making)[1], " ms"))
    measured = [line for line in lines if line.runs]
    if len(measured) > 1:
        measured[-1].more += growth_of(sizes, [line.median(2) for line in measured], "keys") + " in memory"
    return Row("masker", "", lines)


def target_lines():
    lines = []
    for kind in ("files", "Jenkins credentials of one server"):
        lines += [Line("%s %s" % (number_of(targets), kind)) for targets in TARGETS]
    return lines


def rotation(setup, quick, count):
    lines = target_lines()
    for index, line in enumerate(lines):
        targets = TARGETS[index % len(TARGETS)]
        if quick and targets > 100:
            line.missing = "--quick leaves it out"
            continue
        for _ in range(1 if quick or targets > 1000 else 3):
            line.runs.append(rotate(setup, targets, index < len(TARGETS)))
        line.more = "%s targets/s" % number(targets / line.median(0) * 1000)
    for begin in (0, len(TARGETS)):
        measured = [line for line in lines[begin:begin + len(TARGETS)] if line.runs]
        if len(measured) > 1:
            measured[-1].more += growth_of(
                TARGETS[:len(measured)], [line.median(1) for line in measured], "targets") + " in CPU"
    return Row("rotation", "", lines)


def rotate(setup, targets, files):
    """One rotation with a server of its own, as a tuple of wall ms, CPU ms and MB of the command."""
    directory = os.path.join(WORK, "rotation")
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)
    script, java = setup.installed()
    environment = {"PATH": os.environ["PATH"], "HOME": directory, "LANG": "C.UTF-8", "BASETEN_API_KEY": KEY}
    ready = os.path.join(directory, "url")
    servers = [start([script, "sandbox", "--port", "0", "--ready-file", ready], environment)]
    try:
        if files:
            names = ["file:%s/keys/%d" % (directory, i) for i in range(targets)]
            os.mkdir(os.path.join(directory, "keys"), 0o700)
            for i in range(targets):
                with open(os.open("%s/keys/%d" % (directory, i), os.O_CREAT | os.O_WRONLY, 0o600), "w") as out:
                    out.write(KEY + "\n")
        else:
            address = os.path.join(directory, "jenkins")
            servers.append(start(["java", HERE + "/JenkinsLike.java", address, KEY.split(".")[0]], environment))
            url = wait(address, servers[-1])
            names = ["jenkins:%s/credentials/store/system/domain/_/credential/key-%d" % (url, i) for i in range(targets)]
            environment.update(JENKINS_USER_ID="ci", JENKINS_API_TOKEN="11benchApiTokenOfNobody00000000000")
        url = wait(ready, servers[0])
        environment.update(BASETEN_REMOTE_URL=url, BASETEN_MANAGEMENT_API_URL_OVERRIDE=url)
        words = [script, "keys", "rotate", "--overlap", "24h", "--timeout", "30m", "-o", "none"]
        for name in names:
            words += ["--target", name]
        return rounds.run(words, environment)
    finally:
        for server in servers:
            server.terminate()
            server.wait()


def start(command, environment):
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait(path, process):
    while not (os.path.exists(path) and os.path.getsize(path)):
        if process.poll() is not None:
            raise SystemExit("bin/bench: a server did not start")
        time.sleep(0.1)
    with open(path) as text:
        return text.read().strip()


ROWS = [
    ("rotation", "`keys rotate` until every target is written, eight at a time.", target_lines(), rotation),
    ("masker", "what hides keys in the output of `exec`, a job and a build.", masker_lines(), masker),
]
