"""Runs truss commands, each in a child of this one process, for importing truss takes a second.

Reads a JSON array of {"trussrc": text or null, "env": {}, "args": []} and answers with one of
{"code", "out", "err"}. The trussrc is written to the home directory.
"""

import json
import os
import sys
import tempfile

from truss.cli.cli import truss_cli


def run_truss(case, out, err):
    os.dup2(out.fileno(), 1)
    os.dup2(err.fileno(), 2)
    os.environ.update(case["env"])
    code = 70
    try:
        truss_cli(case["args"], prog_name="truss")
        code = 0
    except SystemExit as end:
        code = end.code or 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def run(case):
    trussrc = os.path.expanduser("~/.trussrc")
    if os.path.exists(trussrc):
        os.remove(trussrc)
    if case["trussrc"] is not None:
        with open(trussrc, "w", newline="") as file:
            file.write(case["trussrc"])
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            run_truss(case, out, err)
        _, status = os.waitpid(child, 0)
        out.seek(0)
        err.seek(0)
        return {
            "code": os.waitstatus_to_exitcode(status),
            "out": out.read().decode(),
            "err": err.read().decode(),
        }


json.dump([run(case) for case in json.load(sys.stdin)], sys.stdout)
