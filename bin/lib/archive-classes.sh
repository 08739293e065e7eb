# Sourced by bin/baseten-ci after a build: keeps the classes that a login loads in a form that the JVM maps instead of
# parsing (class data sharing), which saves a login about a quarter of its CPU time.
# It reads $java, $jvm_options, $jar and $archive.
# shellcheck shell=sh disable=SC2154

# Writes $archive by a login to the sandbox, with nothing of the user's in the environment. A failure costs speed alone.
archive_classes() {
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/baseten-ci-build.XXXXXX") || return 0
  train -jar "$jar" sandbox --port 0 --ready-file "$scratch/url" &
  sandbox=$!
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    if [ -s "$scratch/url" ]; then break; fi
    sleep 1
  done
  # A JVM crashes on a cut archive, so it gets its name when it is whole.
  if (train "-XX:ArchiveClassesAtExit=$archive.$$" -jar "$jar" auth login); then
    mv "$archive.$$" "$archive"
  else
    rm -f "$archive.$$"
  fi
  kill "$sandbox"
  wait "$sandbox" || :
  rm -rf "$scratch"
}

# Becomes the JVM, so that a caller in the background has its process id.
train() {
  url=$(cat "$scratch/url" 2>/dev/null) || url=
  # shellcheck disable=SC2086
  exec env -i "PATH=$PATH" "HOME=$scratch" BASETEN_API_KEY=training.key \
    "BASETEN_REMOTE_URL=$url" "BASETEN_MANAGEMENT_API_URL_OVERRIDE=$url" \
    "$java" $jvm_options "$@" >/dev/null 2>&1 </dev/null
}
