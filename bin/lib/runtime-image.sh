# Sourced: lays out the command with a Java runtime of its own, as it is packaged, so that it needs nothing on the machine.
# It reads $root, the root of the repository.
# shellcheck shell=sh disable=SC2154

# What the jar needs of the JDK: the server of "sandbox", and what the keyring's and the C library's bridges ask for.
runtime_modules=java.base,jdk.httpserver,jdk.net,jdk.security.auth,jdk.unsupported

# runtime_image JDK JAR DIR: makes DIR/bin/baseten-ci, DIR/lib/baseten-ci.jar, DIR/lib/baseten-ci.aot and DIR/runtime with
# the JDK (25 or later, of this machine's kind). DIR must not exist. The cache fits to this runtime and this jar alone:
# whoever packs DIR keeps the time of the jar. 1, and a sentence, where something fails.
runtime_image() {
  if [ -e "$3" ]; then
    echo "$3 is there already; name a directory that is not." >&2
    return 1
  fi
  mkdir -p "$3/bin" "$3/lib" || return 1
  "$1/bin/jlink" --add-modules "$runtime_modules" --strip-java-debug-attributes --no-header-files --no-man-pages \
    --output "$3/runtime" || return 1
  rm -f "$3/runtime/bin/keytool"
  if command -v strip >/dev/null; then
    find "$3/runtime" -name '*.so' -exec strip --strip-unneeded {} +
  fi
  # A cache is refused where the jar has another time, and archives keep whole seconds.
  cp "$2" "$3/lib/baseten-ci.jar" && touch -d "@${SOURCE_DATE_EPOCH:-1767225600}" "$3/lib/baseten-ci.jar" || return 1
  write_launcher >"$3/bin/baseten-ci" && chmod 755 "$3/bin/baseten-ci" || return 1
  rehearse "$1" "$3"
}

# The script holds the text of launch.sh. It finds its directory behind any number of links.
write_launcher() {
  cat <<'END'
#!/bin/sh
# Starts baseten-ci with the Java runtime beside it.
set -eu

self=$0
while [ -h "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=${self%/*}/$link ;;
  esac
done
case $self in
  */*) home=${self%/*}/.. ;;
  *) home=.. ;;
esac
home=$(CDPATH='' cd "$home" && pwd -P)
java=$home/runtime/bin/java
jar=$home/lib/baseten-ci.jar
cache=$home/lib/baseten-ci.aot

END
  cat "$root/cli-shim/cli/src/main/launcher/launch.sh"
  printf '\nlaunch "$@"\n'
}

# Runs the commands that CI jobs run, against a server with TLS on this machine, and keeps the classes that they load in
# the form that the JVM maps. Nothing of the user's is in the environment.
rehearse() {
  image=$2
  rehearsal=$(mktemp -d "${TMPDIR:-/tmp}/baseten-ci-rehearsal.XXXXXX") || return 1
  mkdir "$rehearsal/home" "$rehearsal/server"
  "$1/bin/java" "$root/action/image/Train.java" --serve "$rehearsal/server" >/dev/null &
  server=$!
  waited=0
  while [ ! -s "$rehearsal/server/url" ] && [ $waited -lt 60 ]; do
    sleep 1
    waited=$((waited + 1))
  done
  url=$(cat "$rehearsal/server/url")
  # "exec" hands on every descriptor but those of files that end with .aot.
  recorded=$rehearsal/recorded.aot
  (
    . "$root/cli-shim/cli/src/main/launcher/launch.sh"
    jvm() {
      # shellcheck disable=SC2086
      env -i PATH=/usr/bin:/bin "HOME=$rehearsal/home" LC_ALL=C.UTF-8 CI=true "SSL_CERT_FILE=$rehearsal/server/ca.pem" \
        BASETEN_API_KEY=training.0123456789ABCDEFGHIJKLMNOPQRSTUV "BASETEN_REMOTE_URL=$url" \
        "BASETEN_MANAGEMENT_API_URL_OVERRIDE=$url" \
        "$image/runtime/bin/java" $jvm_options "-XX:AOTConfiguration=$recorded" -cp "$image/lib/baseten-ci.jar" "$@" </dev/null
    }
    jvm -XX:AOTMode=record io.github.basetenci.cli.Rehearsal --version --help "auth login" "auth login -o json" \
      "auth status" whoami "keys list" "auth logout" exec --allow-unknown-remote -- true &&
      jvm -XX:AOTMode=create "-XX:AOTCache=$image/lib/baseten-ci.aot"
  ) >"$rehearsal/said" 2>&1 || :
  kill "$server"
  wait "$server" 2>/dev/null || :
  if [ ! -s "$image/lib/baseten-ci.aot" ]; then
    echo "The classes of $image/lib/baseten-ci.jar could not be archived:" >&2
    cat "$rehearsal/said" >&2
    rm -rf "$rehearsal"
    return 1
  fi
  rm -rf "$rehearsal"
}
