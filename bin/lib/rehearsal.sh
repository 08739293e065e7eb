# Sourced: runs the commands that CI jobs run, so that a JVM can keep the classes that they load. It reads $root.
# shellcheck shell=sh disable=SC2154,SC2086

. "$root/cli-shim/cli/src/main/launcher/launch.sh"

# begin_rehearsal JAVA: starts a server with TLS on this machine by the java of a JDK, and sets $rehearsal to a directory.
begin_rehearsal() {
  rehearsal=$(mktemp -d "${TMPDIR:-/tmp}/baseten-ci-rehearsal.XXXXXX") || return 1
  mkdir "$rehearsal/home" "$rehearsal/server"
  "$1" "$root/action/image/Train.java" --serve "$rehearsal/server" >/dev/null 2>&1 &
  server=$!
  waited=0
  while [ ! -s "$rehearsal/server/url" ] && [ $waited -lt 60 ]; do
    sleep 1
    waited=$((waited + 1))
  done
}

# rehearsal_jvm JAVA OPTION...: runs the commands, with nothing of the user's in the environment.
rehearsal_jvm() {
  java_of_it=$1
  shift
  url=$(cat "$rehearsal/server/url") || return 1
  env -i PATH=/usr/bin:/bin "HOME=$rehearsal/home" LC_ALL=C.UTF-8 CI=true "SSL_CERT_FILE=$rehearsal/server/ca.pem" \
    BASETEN_API_KEY=training.0123456789ABCDEFGHIJKLMNOPQRSTUV "BASETEN_REMOTE_URL=$url" \
    "BASETEN_MANAGEMENT_API_URL_OVERRIDE=$url" "$java_of_it" $jvm_options "$@" io.github.basetenci.cli.CommandRehearsal \
    --version --help "auth login" "auth login -o json" "auth status" whoami "keys list" "auth logout" \
    exec --allow-unknown-remote -- true
}

end_rehearsal() {
  kill "$server"
  wait "$server" 2>/dev/null || :
  rm -rf "$rehearsal"
}
