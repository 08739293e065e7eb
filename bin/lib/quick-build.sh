# Sourced by the scripts of bin/: builds a module without tests and analysis. It reads $root.
# shellcheck shell=sh disable=SC2154

# Builds the module named, and what it stands on, into target/quick; ends the script with Maven's words where that fails.
quick_build() {
  said=$(mktemp "${TMPDIR:-/tmp}/baseten-ci-maven.XXXXXX") || exit 1
  # A key may stand on stdin or in the environment: the build sees neither.
  if ! (
    unset BASETEN_API_KEY BASETEN_TRUSS_AUTH_API_KEY
    cd "$root" && mvn -q -B -ntp -Dstyle.color=never -Pquick -pl "$1" -am package
  ) </dev/null >"$said" 2>&1; then
    # Maven resets the colours of a terminal, where there is one or not.
    sed "s/$(printf '\033')\\[[0-9;]*m//g" "$said" >&2
    rm -f "$said"
    echo "$1 could not be built; see Maven's message above." >&2
    exit 1
  fi
  rm -f "$said"
}
