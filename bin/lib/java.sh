# Sourced by the scripts of bin/: finds a Java launcher.
# shellcheck shell=sh

# Sets $java to a launcher of Java 17 or later, and $java_version; otherwise ends the script with one sentence.
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    if [ ! -x "$java" ]; then
      echo "JAVA_HOME is $JAVA_HOME, which has no bin/java; let it name a Java 17 or later, or unset it." >&2
      exit 1
    fi
    java_home=$JAVA_HOME
  else
    if ! java=$(command -v java); then
      echo "No java on PATH, and JAVA_HOME is not set; install Java 17 or later." >&2
      exit 1
    fi
    java_home=$(readlink -f "$java" 2>/dev/null) || java_home=$java
    java_home=${java_home%/bin/java}
  fi

  java_version=
  # Reading the release file costs nothing; asking the JVM costs as much as half a command.
  if [ -r "$java_home/release" ]; then
    while IFS= read -r line; do
      case $line in
        JAVA_VERSION=*)
          java_version=${line#*\"}
          java_version=${java_version%%\"*}
          ;;
      esac
    done <"$java_home/release"
  fi
  if [ -z "$java_version" ]; then
    java_version=$("$java" -version 2>&1 | sed -n 's/^[^ ]* version "\([^"]*\)".*/\1/p' | head -n 1)
  fi
  java_major=${java_version%%[!0-9]*}
  if [ "${java_major:-0}" -lt 17 ]; then
    echo "$java is ${java_version:+Java }${java_version:-no working Java}, and 17 or later is needed; set JAVA_HOME to one." >&2
    exit 1
  fi
}
