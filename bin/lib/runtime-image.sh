# Sourced: lays out the command with a Java runtime of its own, as it is packaged, so that it needs nothing on the machine.
# It reads $root, the root of the repository.
# shellcheck shell=sh disable=SC2154,SC2086

. "$root/bin/lib/rehearsal.sh"

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

# Keeps the classes that CI jobs load in the form that the JVM maps.
rehearse() {
  image=$2
  begin_rehearsal "$1/bin/java" || return 1
  # Profiles are for the second compiler, which a short process does not have; to read them costs it a tenth of its time.
  no_profiles="-XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining"
  # "exec" hands on every descriptor but those of files that end with .aot.
  recorded=$rehearsal/recorded.aot
  (
    rehearsal_jvm "$image/runtime/bin/java" $cache_options $no_profiles -XX:AOTMode=record \
      "-XX:AOTConfiguration=$recorded" -cp "$image/lib/baseten-ci.jar" &&
      "$image/runtime/bin/java" $jvm_options $cache_options $no_profiles -XX:AOTMode=create \
        "-XX:AOTConfiguration=$recorded" "-XX:AOTCache=$image/lib/baseten-ci.aot" -cp "$image/lib/baseten-ci.jar"
  ) >"$rehearsal/said" 2>&1 </dev/null || :
  if [ ! -s "$image/lib/baseten-ci.aot" ]; then
    echo "The classes of $image/lib/baseten-ci.jar could not be archived:" >&2
    cat "$rehearsal/said" >&2
    end_rehearsal
    return 1
  fi
  end_rehearsal
}
