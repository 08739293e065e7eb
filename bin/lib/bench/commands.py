"""Rows of the command, beside the released tools that do the same and a JVM that does nothing."""
import os

from . import machine, rounds
from .figures import Line, Row
from .setup import KEY, WORK

LOGIN = ["auth", "login", "--remote", "bench", "--api-key", KEY, "--non-interactive"]

PACKAGED = "ours, packaged with its runtime"
BY_JAVA = "ours, by the machine's Java"


def row(name, about, ours, truss=None, baseten=None, extra=(), key=None, no_truss="truss has no such command"):
    """ours: words for our command; truss, baseten: words, or a function of the tool's path that gives a command line."""
    def lines():
        result = [(Line(PACKAGED), "package", ours), (Line(BY_JAVA), "installed", ours)]
        result += [(Line("%s, `%s`" % (PACKAGED, flag)), "package", ours[:2] + [flag] + ours[2:]) for flag in extra]
        result.append((Line("`truss`", "peer", missing="" if truss else no_truss), "truss", truss))
        result.append((Line("`baseten`", "peer", missing="" if baseten else "baseten has no such command"), "baseten", baseten))
        if name == "login":
            result.append((Line("`docker/login-action`", "peer", missing="its bundle is on no package registry; the row "
                                "`action login` has a bundle of its kind"), None, None))
        result.append((Line("a JVM that does nothing, of the package", "floor"), "nothing", None))
        result.append((Line("a JVM that does nothing, the machine's", "floor"), "nothing17", None))
        return result

    def measure(setup, quick, count):
        variants, all_lines = [], []
        for line, program, words in lines():
            all_lines.append(line)
            if line.missing:
                continue
            command = command_of(setup, program, words)
            if isinstance(command, str):
                line.missing = command
                continue
            environment = setup.home("%s-%d" % (name.replace(" ", "-"), len(all_lines)))
            stdin = None
            if program == "baseten":
                environment["BASETEN_REMOTE_URL"] = setup.url()
                stdin = key_file() if name == "login" else None
            variants.append((line, command, environment, stdin))
        rounds.in_turn(variants, count)
        return Row(name, about, all_lines)

    return name, about, [each[0] for each in lines()], measure


def key_file():
    path = os.path.join(WORK, "key")
    with open(path, "w") as out:
        out.write(KEY + "\n")
    return path


def command_of(setup, program, words):
    """The command line, or the reason why there is none."""
    if program in ("package", "nothing"):
        package = setup.package()
        if package is None:
            return setup.missing["package"]
        if program == "package":
            return [package + "/bin/baseten-ci", *words]
        return [package + "/runtime/bin/java", *setup.options(), "-cp", setup.nothing(), "Nothing"]
    if program == "installed":
        return [setup.installed()[0], *words]
    if program == "nothing17":
        return [setup.installed()[1], *setup.options(), "-cp", setup.nothing(), "Nothing"]
    tool = setup.peer(program)
    if tool is None:
        return "%s is not here; `bin/peers` installs it" % program
    return words(tool) if callable(words) else [tool, *words]


def truss_around(tool):
    login = "'%s' auth login --remote bench --api-key %s --non-interactive" % (tool, KEY)
    return ["sh", "-c", "%s && true && '%s' auth logout --remote bench --non-interactive" % (login, tool)]


ROWS = [
    row("login", "`auth login` with the same flags. Ours asks the server about the key first; truss asks nobody.",
        LOGIN, truss=LOGIN, baseten=["auth", "login", "--with-api-key"], extra=["--no-verify"]),
    row("status", "`auth status` of a stored login.", ["auth", "status"],
        truss=["auth", "status", "--remote", "bench"], baseten=["auth", "status"]),
    row("whoami", "`whoami`, which asks the server.", ["whoami"], truss=["whoami", "--remote", "bench"],
        baseten=["auth", "status", "--verify"]),
    row("keys list", "`keys list` of one key.", ["keys", "list"], baseten=["org", "api-key", "list"]),
    row("exec", "a command between login and logout: `exec`, and `truss auth login` and `logout` around it.",
        ["exec", "--no-verify", "--allow-unknown-remote", "--", "true"], truss=truss_around),
    row("version", "`--version`.", ["--version"], truss=["--version"], baseten=["--version"]),
]


def tools(setup):
    """Names and versions of what ran."""
    truss = setup.peer("truss")
    java = setup.installed()[1] if "installed" in setup._built else "java"
    return [
        ("Java", version(machine.first_line([java, "-version"]))),
        ("the package's Java", version(machine.first_line([setup.package() + "/runtime/bin/java", "-version"]))
         if setup._built.get("package") else None),
        ("truss", (machine.first_line([truss, "--version"]) or "").split(" ")[-1] if truss else None),
        ("node", machine.first_line(["node", "--version"])),
    ]


def version(line):
    return line.split('"')[1] if line and '"' in line else line
