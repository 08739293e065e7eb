"""Rows of the Jenkins plugin, measured by its test PluginCostTest in a Jenkins of its own with a real agent."""
import os
import subprocess

from .engine import number_of
from .figures import Line, Row, growth
from .setup import ROOT, WORK, shell

BLOCKS = [1, 100, 1000]
CREDENTIALS = [100, 1000, 10000]
LOG = 1000

# The names that the test prints, and their roles; what is compared first is the peer.
STEPS = [
    ("withBaseten", "ours"), ("withBaseten, files: false", "ours"), ("withCredentials([file])", "peer"),
    ("withCredentials([string])", "peer"), ("withEnv", "floor"),
]
WRITING_STEPS = [STEPS[0], STEPS[3], STEPS[4]]

_said = {}


def said(quick, rounds):
    """The figures by row, size and variant, as tuples; and the reason where there are none."""
    if not _said:
        output = os.path.join(WORK, "jenkins.tsv")
        if os.path.exists(output):
            os.remove(output)
        _said["figures"], _said["missing"] = {}, ""
        if shell(". bin/lib/jenkins.sh; jenkins_resolves && echo yes") is None:
            _said["missing"] = "the plugin cannot be built here, since its parent POM cannot be fetched"
            return _said["figures"], _said["missing"]
        sizes = ["-Dbaseten.bench.blocks=1,100", "-Dbaseten.bench.credentials=100", "-Dbaseten.bench.megabytes=10"]
        done = subprocess.run(
            [shell("bin/lib/maven.sh"), "-q", "-B", "-ntp", "-Pjenkins", "-pl", "jenkins-plugin", "-am", "verify",
             "-Dtest=PluginCostTest", "-Dsurefire.failIfNoSpecifiedTests=false", "-Dtest.excludedGroups=", "-Dtest.jvm=",
             "-Dspotbugs.skip", "-Dspotless.check.skip", "-Dbaseten.bench.output=" + output,
             "-Dbaseten.bench.rounds=%d" % min(rounds, 5), *(sizes if quick else [])],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            with open(os.path.join(WORK, "jenkins.log"), "wb") as log:
                log.write(done.stdout)
            _said["missing"] = "its test failed; see target/bench/jenkins.log"
        if os.path.exists(output):
            with open(output) as text:
                for line in text:
                    row, size, what, wall, cpu, memory, more = line.rstrip("\n").split("\t")
                    runs, words = _said["figures"].setdefault((row, int(size), what), ([], []))
                    runs.append((float(wall) or None, float(cpu), float(memory) or None))
                    words.append(more)
    return _said["figures"], _said["missing"]


def rows_of(name, about, unit, sizes, variants):
    """One row for each size, so that the ratios are within a size."""
    def title(size):
        return "%s, %s %s" % (name, number_of(size), unit)

    def make(size):
        def lines():
            return [Line("`%s`" % what if "with" in what else what, role) for what, role in variants]

        def measure(setup, quick, count):
            figures, missing = said(quick, count)
            result = lines()
            for line, (what, _) in zip(result, variants):
                wanted = size
                if name == "jenkins log" and quick:
                    wanted = 10
                if (name, wanted, what) in figures:
                    line.runs, words = figures[(name, wanted, what)]
                    line.more = words[-1] if wanted == size else "of %d MB only (--quick)" % wanted
                    costs = [figures[(name, each, what)][0] for each in sizes if each <= size and (name, each, what) in figures]
                    if len(costs) > 1 and line.role == "ours":
                        medians = [sorted(cost[1] for cost in runs)[len(runs) // 2] for runs in costs]
                        line.more += "%scost grows as %s^%.2f in CPU" % (
                            "; " if line.more else "", unit.split(" ")[-1], growth(sizes[:len(costs)], medians))
                else:
                    line.missing = missing or "--quick leaves it out"
            return Row(title(size), about, result)

        return title(size), about, lines(), measure

    return [make(size) for size in sizes]


ROWS = [
    *rows_of("jenkins block", "blocks without a step in them, one after the other in a build on an agent: the build until "
             "its last block has ended, of the controller.", "blocks", BLOCKS, STEPS),
    *rows_of("jenkins log", "a step that prints so much on an agent, with the masking of the block around it.",
             "MB", [LOG], WRITING_STEPS),
    *rows_of("jenkins keys page", "the page with all keys.", "credentials", CREDENTIALS, [("the page with all keys", "ours")]),
    *rows_of("jenkins due check", "the hourly look at all policies, with its question to the server.", "credentials",
             CREDENTIALS, [("the check of all policies", "ours")]),
]
