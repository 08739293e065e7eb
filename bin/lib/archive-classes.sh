# Sourced by bin/baseten-ci after a build, and by bin/bench: keeps the classes that CI jobs load in a form that the JVM maps
# instead of parsing (class data sharing), which saves a login a third of its time.
# It reads $root, $java, $jar and $archive.
# shellcheck shell=sh disable=SC2154

. "$root/bin/lib/rehearsal.sh"

# Writes $archive. A failure costs speed alone.
archive_classes() {
  begin_rehearsal "$java" || return 0
  # A JVM crashes on a cut archive, so it gets its name when it is whole. "exec" hands on every descriptor but those of
  # files that end with .jsa.
  if rehearsal_jvm "$java" "-XX:ArchiveClassesAtExit=${archive%.jsa}.$$.jsa" -cp "$jar" >/dev/null 2>&1 </dev/null; then
    mv "${archive%.jsa}.$$.jsa" "$archive"
  else
    rm -f "${archive%.jsa}.$$.jsa"
  fi
  end_rehearsal
}
