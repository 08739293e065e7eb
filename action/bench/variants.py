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


def contained(name, image_name, arguments, stage, more):
    command = podman + ["--entrypoint", stage, "-v", work + "/files:/github/file_commands"]
    for variable in [*common, *more, "GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_STATE", "STATE_login"]:
        if variable != "PATH":
            command += ["-e", variable]
    return command + ["-v", work + "/home:/github/home", image_name] + arguments


os.makedirs(work + "/home", exist_ok=True)
os.makedirs(work + "/jshome", exist_ok=True)
ours = {"INPUT_CA-CERTIFICATE": "/ca.pem", "HOME": "/github/home"}
theirs = {"NODE_EXTRA_CA_CERTS": work + "/server/ca.pem", "BENCH_HOME": work + "/jshome", "HOME": work + "/jshome"}
theirs_in = {"NODE_EXTRA_CA_CERTS": "/ca.pem", "BENCH_HOME": "/github/home", "HOME": "/github/home"}
inside = "/github/file_commands"
variants = [
    variant("ours, process", rootfs + inside, inside, ours,
            ["chroot", rootfs, "/app/login"], ["chroot", rootfs, "/app/logout"], True),
    variant("JavaScript, process", work + "/files", work + "/files", theirs,
            [node, work + "/js/dist/index.js"], [node, work + "/js/dist/index.js"], True),
]
in_ca = {"INPUT_CA-CERTIFICATE": "/ca.pem", "HOME": "/github/home"}
variants.append(variant(
    "ours, container", work + "/files", inside, in_ca,
    contained("ours", image, [], "/app/login", in_ca), contained("ours", image, [], "/app/logout", in_ca), False))
variants.append(variant(
    "JavaScript, container", work + "/files", inside, theirs_in,
    contained("js", "localhost/bench-js", ["/app/index.js"], "/app/node", theirs_in),
    contained("js", "localhost/bench-js", ["/app/index.js"], "/app/node", theirs_in), False))
# Ours in a container finds the certificate in the home that is mounted.
for each in variants:
    if each["name"] == "ours, container":
        each["environment"]["INPUT_CA-CERTIFICATE"] = "/github/home/ca.pem"
shutil.copy(work + "/server/ca.pem", work + "/home/ca.pem")
print(json.dumps(variants))
