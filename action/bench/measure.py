"""Runs each stage of each variant in turn, round after round, and prints wall time, CPU time and memory.

measure.py ROUNDS VARIANTS.json: a list of {"name", "login", "logout"}: command lines, with the environment of a runner
in "environment" (file commands are made anew for each stage), and "inside": whether CPU and memory are the command's.
"""
import json
import os
import statistics
import subprocess
import sys
import time


def first(command):
    """The command as it runs before others, where that is allowed."""
    nice = ["nice", "-n", "-20"]
    allowed = subprocess.run(nice + ["true"], stderr=subprocess.DEVNULL).returncode == 0
    return (nice if allowed else []) + command


def stage(command, environment):
    begin = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - begin
    if status != 0:
        sys.exit("%s ended with %d:\n%s" % (command, status, output.decode(errors="replace")))
    return wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024


def files(environment, host):
    for name in ("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_STATE"):
        with open(os.path.join(host, os.path.basename(environment[name])), "w"):
            pass


def state(environment, host):
    with open(os.path.join(host, os.path.basename(environment["GITHUB_STATE"]))) as text:
        return text.read().splitlines()[1]


def main():
    rounds = int(sys.argv[1])
    with open(sys.argv[2]) as text:
        variants = json.load(text)
    results = {}
    for number in range(rounds + 1):
        for variant in variants:
            environment = variant["environment"]
            files(environment, variant["files"])
            login = stage(first(variant["login"]), environment)
            if number > 0:  # the first round warms the disk's cache
                results.setdefault((variant["name"], "login"), []).append(login)
            if variant["logout"] is None:
                continue
            after = dict(environment, STATE_login=state(environment, variant["files"]))
            files(environment, variant["files"])
            logout = stage(first(variant["logout"]), after)
            if number > 0:
                results.setdefault((variant["name"], "logout"), []).append(logout)
    print("%-28s %-7s %10s %10s %10s %8s" % ("variant", "stage", "wall ms", "min", "cpu ms", "rss MB"))
    rows = []
    inside = {variant["name"]: variant["inside"] for variant in variants}
    for (name, which), runs in results.items():
        wall, cpu, rss = zip(*runs)
        row = {"variant": name, "stage": which, "rounds": rounds, "wall_ms": statistics.median(wall), "wall_ms_min": min(wall)}
        if inside[name]:
            row.update(cpu_ms=statistics.median(cpu), rss_mb=statistics.median(rss))
        rows.append(row)
        print("%-28s %-7s %10.0f %10.0f %10s %8s" % (
            name, which, statistics.median(wall), min(wall),
            "%.0f" % statistics.median(cpu) if inside[name] else "-",
            "%.0f" % statistics.median(rss) if inside[name] else "-"))
    with open(os.path.join(os.path.dirname(sys.argv[2]), "rows.json"), "w") as out:
        json.dump(rows, out, indent=1)


main()
