"""What the rows run: the command as it is packaged and as a jar, the released tools, and a server."""
import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
WORK = os.path.join(ROOT, "target", "bench")
KEY = "training.0123456789ABCDEFGHIJKLMNOPQRSTUV"


def shell(script):
    """What a script that has sourced the helpers of bin/lib prints; None, and its words on stderr, where it fails."""
    done = subprocess.run(
        ["sh", "-c", "set -u\nroot=%s\n%s" % (ROOT, script)], cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    return done.stdout.decode().strip() if done.returncode == 0 else None


class Setup:
    """Built once for all rows of a run, when the first one asks."""

    def __init__(self):
        self._built = {}
        self.missing = {}
        self.server = None

    def _once(self, name, make):
        if name not in self._built:
            self._built[name] = make()
        return self._built[name]

    def jar(self):
        def make():
            if shell(". bin/lib/quick-build.sh; quick_build cli-shim/cli >&2 && echo done") is None:
                sys.exit("bin/bench: the command could not be built")
            os.makedirs(WORK, exist_ok=True)
            return os.path.join(ROOT, "cli-shim", "cli", "target", "quick", "baseten-ci.jar")
        return self._once("jar", make)

    def package(self):
        """The directory of the command with its own runtime; None where no JDK 25 is here."""
        def make():
            directory = os.path.join(WORK, "package")
            shutil.rmtree(directory, ignore_errors=True)
            made = shell(
                ". bin/lib/containers.sh; . bin/lib/runtime-image.sh; find_jdk25 || exit 1\n"
                "runtime_image \"$java25\" '%s' '%s' >&2 && echo made" % (self.jar(), directory))
            if made is None:
                self.missing["package"] = "no JDK 25 is here; name one in JAVA25_HOME"
                return None
            return directory
        return self._once("package", make)

    def installed(self):
        """A script that runs the jar by the java on PATH, with an archive of its classes, as bin/baseten-ci does."""
        def make():
            directory = os.path.join(WORK, "installed")
            shutil.rmtree(directory, ignore_errors=True)
            os.makedirs(directory)
            jar = shutil.copy(self.jar(), os.path.join(directory, "baseten-ci.jar"))
            archive = os.path.join(directory, "baseten-ci.jsa")
            java = shell(
                ". bin/lib/java.sh; . bin/lib/archive-classes.sh; find_java; jar='%s' archive='%s'\n"
                "archive_classes >&2; echo \"$java\"" % (jar, archive))
            script = os.path.join(directory, "baseten-ci")
            with open(os.path.join(ROOT, "cli-shim/cli/src/main/launcher/launch.sh")) as text:
                launch = text.read()
            with open(script, "w") as out:
                out.write("#!/bin/sh\nset -eu\njava='%s' jar='%s' archive='%s'\n%s\nlaunch \"$@\"\n" % (
                    java, jar, archive, launch))
            os.chmod(script, 0o755)
            return script, java
        return self._once("installed", make)

    def nothing(self):
        """A directory with a class whose main does nothing, for the floor."""
        def make():
            directory = os.path.join(WORK, "nothing")
            os.makedirs(directory, exist_ok=True)
            source = os.path.join(directory, "Nothing.java")
            with open(source, "w") as out:
                out.write("public class Nothing { public static void main(String[] args) {} }\n")
            subprocess.run(["javac", "--release", "17", "-d", directory, source], check=True)
            return directory
        return self._once("nothing", make)

    def options(self):
        """The options with which the launcher starts a JVM."""
        return shell(". cli-shim/cli/src/main/launcher/launch.sh; echo \"$jvm_options\"").split()

    def peer(self, name):
        """The path of a released tool, or None."""
        return self._once("peer " + name, lambda: shell("bin/peers --path " + name))

    def url(self):
        """The address of a sandbox that accepts KEY and has answered some requests before."""
        def make():
            ready = os.path.join(WORK, "url")
            if os.path.exists(ready):
                os.remove(ready)
            script, _ = self.installed()
            self.server = subprocess.Popen(
                [script, "sandbox", "--port", "0", "--ready-file", ready],
                env=dict(os.environ, BASETEN_API_KEY=KEY), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while not (os.path.exists(ready) and os.path.getsize(ready)):
                if self.server.poll() is not None:
                    sys.exit("bin/bench: the sandbox did not start")
                time.sleep(0.1)
            with open(ready) as text:
                return text.read().strip()
        return self._once("url", make)

    def home(self, name):
        """The environment of a user who is logged in to the sandbox, with a home of its own."""
        home = os.path.join(WORK, "home-" + name)
        shutil.rmtree(home, ignore_errors=True)
        os.makedirs(home)
        environment = {
            "PATH": os.environ["PATH"], "HOME": home, "XDG_CONFIG_HOME": os.path.join(home, ".config"),
            "LANG": "C.UTF-8", "CI": "true", "TRUSS_NO_UPDATE_CHECK": "1",
            "BASETEN_MANAGEMENT_API_URL_OVERRIDE": self.url(),
        }
        script, _ = self.installed()
        subprocess.run(
            [script, "auth", "login", "--remote", "bench", "--remote-url", self.url(), "--api-key", KEY],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=True)
        return environment

    def end(self):
        if self.server:
            self.server.terminate()
            self.server.wait()
