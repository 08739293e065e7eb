"""Runs processes in turn, round after round."""
import os
import subprocess
import sys
import time


def run(command, environment, stdin=None):
    """Wall ms, CPU ms and MB of one process and what it waited for; ends the program where the process fails."""
    begin = time.monotonic()
    with open(stdin or os.devnull, "rb") as given:
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=given)
    with process.stderr:
        said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - begin
    process.returncode = status
    if status != 0:
        sys.exit("bin/bench: %s ended with status %d:\n%s" % (command[0], status, said.decode(errors="replace")[-2000:]))
    return wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024


def in_turn(variants, rounds):
    """variants: (line, command, environment, file for standard input or None); fills the runs of the lines."""
    for number in range(rounds + 1):
        for line, command, environment, stdin in variants:
            figures = run(command, environment, stdin)
            if number > 0:  # the first round warms the disk's cache
                line.runs.append(figures)
