"""Prints the variants that bin/bench-action measures: variants.py URL WORK ROOTFS IMAGE PODMAN."""
import json
import os
import shutil
import sys

url, work, rootfs, image, podman = sys.argv[1:]
podman = podman.split()
node = shutil.which("node")
key = "training.0123456789ABCDEFGHIJKLMNOPQRSTUV"
common = {
    "INPUT_API-KEY": key,
    "INPUT_REMOTE-URL": url,
    "INPUT_SANDBOX-URL": url,
    "INPUT_ALLOW-UNKNOWN-REMOTE": "true",
    "BASETEN_ACTION_HOST_TEMP": "host:/home/runner/work/_temp",
    "GITHUB_REPOSITORY": "owner/repository",
    "RUNNER_WORKSPACE": "/home/runner/work/repository",
    "LANG": "C.UTF-8",
    "PATH": os.environ["PATH"],
}


def variant(name, host, seen, more, login, logout, inside):
    os.makedirs(host, exist_ok=True)
    files = {variable: seen + "/" + variable for variable in ("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_STATE")}
    return {
        "name": name, "files": host, "environment": {**common, **files, **more},
        "login": login, "logout": logout, "inside": inside,
    }


def contained(image_name, arguments, stage, more):
    command = podman + ["--entrypoint", stage, "-v", work + "/files:/github/file_commands"]
    for variable in [*common, *more, "GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_STATE", "STATE_login"]:
        if variable != "PATH":
            command += ["-e", variable]
    return command + ["-v", work + "/home:/github/home", image_name] + arguments


os.makedirs(work + "/home", exist_ok=True)
os.makedirs(work + "/jshome", exist_ok=True)
ours = {"HOME": "/github/home"}
theirs = {"NODE_EXTRA_CA_CERTS": work + "/server/ca.pem", "BENCH_HOME": work + "/jshome", "HOME": work + "/jshome"}
theirs_in = {"NODE_EXTRA_CA_CERTS": "/ca.pem", "BENCH_HOME": "/github/home", "HOME": "/github/home"}
inside = "/github/file_commands"
with open("action/image/args") as text:
    options = [line.strip() for line in text if line.startswith("-X")]
variants = [
    variant("ours, process", rootfs + inside, inside, ours,
            ["chroot", rootfs, "/app/login"], ["chroot", rootfs, "/app/logout"], True),
    variant("a JVM that asks and no more", rootfs + inside, inside, ours,
            ["chroot", rootfs, "/jre/bin/java", *options, "-cp", "/app/baseten-login.jar:/app/floor", "floor.Floor"],
            None, True),
    variant("JavaScript, process", work + "/files", work + "/files", theirs,
            [node, work + "/js/dist/index.js"], [node, work + "/js/dist/index.js"], True),
]
variants.append(variant(
    "ours, container", work + "/files", inside, ours,
    contained(image, [], "/app/login", ours), contained(image, [], "/app/logout", ours), False))
variants.append(variant(
    "JavaScript, container", work + "/files", inside, theirs_in,
    contained("localhost/bench-js", ["/app/index.js"], "/app/node", theirs_in),
    contained("localhost/bench-js", ["/app/index.js"], "/app/node", theirs_in), False))
print(json.dumps(variants))
