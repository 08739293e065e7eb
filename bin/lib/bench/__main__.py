"""See bin/bench."""
import json
import os
import sys

from . import action, commands, engine, figures, jenkins, machine
from .setup import ROOT, WORK, Setup

ROWS = [*commands.ROWS, *action.ROWS, *jenkins.ROWS, *engine.ROWS]
PAGE = os.path.join(ROOT, "docs", "performance.md")
BEGIN, END = "<!-- made by bin/bench -->\n", "<!-- end of what bin/bench made -->\n"


def usage(problem):
    print("bin/bench: %s; usage: bin/bench [--quick] [--rounds N] [--write] [ROW...] | --list | --jmh [ARGUMENT...]"
          % problem, file=sys.stderr)
    sys.exit(2)


def read(arguments):
    """quick, rounds, write and names of rows."""
    quick, count, write, names = False, None, False, []
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word == "--quick":
            quick = True
        elif word == "--write":
            write = True
        elif word == "--rounds":
            if not rest or not rest[0].isdigit() or int(rest[0]) < 1:
                usage("--rounds needs a number")
            count = int(rest.pop(0))
        elif word.startswith("-"):
            usage("unknown option " + word)
        else:
            names.append(word)
    known = [row[0] for row in ROWS]
    for name in names:
        if name not in known:
            usage("there is no row %s; the rows are: %s" % (name, ", ".join(known)))
    if quick and not names:
        names = ["login"]
    return quick, count or (3 if quick else 15), write, names or known


def main():
    if sys.argv[1:] == ["--list"]:
        for name, about, lines, _ in ROWS:
            print("%s: %s\n%s" % (name, about, "".join("  %s\n" % line.what for line in lines)), end="")
        return
    quick, count, write, names = read(sys.argv[1:])
    os.makedirs(WORK, exist_ok=True)
    setup = Setup()
    rows = []
    load = os.getloadavg()[0]
    try:
        for name, about, _, measure in ROWS:
            if name in names:
                print("bin/bench: " + name, file=sys.stderr)
                rows.append(measure(setup, quick, count))
                keep(rows, load)
        about_it = machine.describe(commands.tools(setup), load)
        words = "%s.\n\n%s" % (about_it, figures.table(rows))
    finally:
        setup.end()
    print(words)
    with open(os.path.join(WORK, "table.md"), "w") as out:
        out.write(words)
    if write:
        words = "%s.\n\n%s" % (about_it, figures.table(with_left_out(rows)))
        with open(PAGE) as page:
            before, rest = page.read().split(BEGIN)
        with open(PAGE, "w") as out:
            out.write(before + BEGIN + "\n" + words + "\n" + END + rest.split(END)[1])


def with_left_out(measured):
    """All rows in their order; the page has each, and says which were not measured."""
    by_name = {row.name: row for row in measured}
    rows = []
    for name, about, lines, _ in ROWS:
        if name not in by_name:
            for line in lines:
                line.missing = "this row was left out"
        rows.append(by_name.get(name) or figures.Row(name, about, lines))
    return rows


def keep(rows, load):
    """After each row, so that a row that fails costs no other."""
    with open(os.path.join(WORK, "figures.json"), "w") as out:
        json.dump({"load": load, "rows": figures.raw(rows)}, out, indent=1)


main()
