# Starts the command, for every script that does: bin/baseten-ci sources this file, and the scripts that action/setup and
# the Jenkins plugin write hold its text. It reads $java, $jar and, where there is one, $archive (classes of $jar for just
# this $java, as bin/baseten-ci keeps them) or $cache (the same, as a package with a runtime of its own has it).
# What a shell or a JVM cannot pass on by itself is told to the command in variables, which it takes out again:
# BASETEN_CI_SET_ASIDE_NAME has the value of the variable NAME, and BASETEN_CI_LAUNCH these words:
#   version=1                always
#   ignored=HEX blocked=HEX  the signals that the caller ignores and blocks
#   closed=0,1,2             the standard descriptors that were closed; each is open on /dev/null now
#   cwd=N                    descriptor N is open on the working directory, which was removed
#   env=N                    descriptor N gives the environment in base64, because this shell drops a part of it
#   added=NAME,NAME          variables that were not set
# shellcheck shell=sh disable=SC2154

# What the JVM itself has to say would stand among the results on stdout. A JVM reserves a quarter of the machine's
# memory for its heap and a gigabyte for its classes, and does not start where a limit forbids that. It raises its limit
# of open files, which what it runs would inherit.
jvm_options="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xlog:disable -Xlog:all=error:stderr"
jvm_options="$jvm_options -Xmx128m -XX:CompressedClassSpaceSize=32m -XX:ReservedCodeCacheSize=32m -XX:-MaxFDLimit"

# With a cache of a JVM that is known. It makes a method handle for each reflective call otherwise, which costs a login a
# tenth of its time.
cache_options=-Djdk.reflect.useNativeAccessorOnly=true

# Becomes the JVM that runs the command with these arguments.
launch() {
  launch_words=version=1
  unset BASETEN_CI_LAUNCH
  note_closed_descriptors
  leave_removed_directory
  case ${1:-} in
    # Those that run other commands.
    exec | keys)
      note_signals
      note_environment
      ;;
  esac
  set_variables_aside
  export BASETEN_CI_LAUNCH="$launch_words"
  set -- -jar "$jar" "$@"
  # Every shell in use knows -nt. The archive of an older jar is not worth opening.
  # shellcheck disable=SC3013
  if [ -n "${archive:-}" ] && [ "$archive" -nt "$jar" ]; then
    set -- "-XX:SharedArchiveFile=$archive" "$@"
  fi
  # With the name of a file that is missing, a JVM maps not even the classes of its own. One that does not fit, because a
  # copy of the jar has another time, costs time, and is not worth words in every run.
  if [ -n "${cache:-}" ] && [ -r "$cache" ]; then
    set -- "-XX:AOTCache=$cache" '-Xlog:aot*=off:stderr' $cache_options "$@"
  fi
  # shellcheck disable=SC2086
  exec "$java" $jvm_options "$@"
}

# The first file that the JVM opens would get the number of a closed descriptor, and be read as standard input.
note_closed_descriptors() {
  if [ ! -d /dev/fd ]; then return; fi
  closed=
  [ -e /dev/fd/0 ] || { closed=$closed,0 && exec </dev/null; }
  [ -e /dev/fd/1 ] || { closed=$closed,1 && exec >/dev/null; }
  [ -e /dev/fd/2 ] || { closed=$closed,2 && exec 2>/dev/null; }
  if [ -n "$closed" ]; then launch_words="$launch_words closed=${closed#,}"; fi
}

# A JVM does not start in a directory that was removed.
leave_removed_directory() {
  # Every shell in use knows -ef, and has in PWD the path of its directory, if that has one.
  # shellcheck disable=SC3013
  if [ "${PWD:-/nonexistent}" -ef . ]; then return; fi
  if ! { [ -r . ] && find_free_descriptor; }; then
    echo "baseten-ci: the working directory was removed; change to another one." >&2
    exit 1
  fi
  eval "exec $descriptor<."
  launch_words="$launch_words cwd=$descriptor"
  directory=${PWD:-} previous=${OLDPWD:-}
  cd / 2>/dev/null
  PWD=$directory
  if [ -n "$previous" ]; then OLDPWD=$previous; else unset OLDPWD; fi
}

# A JVM has signal handlers of its own, so the command cannot see any more what the caller had.
note_signals() {
  if [ ! -r "/proc/$$/status" ]; then return; fi
  while read -r key value; do
    case $key in
      SigBlk:) launch_words="$launch_words blocked=$value" ;;
      SigIgn:) ignored=$value && break ;;
    esac
  done <"/proc/$$/status"
  # Some shells ignore QUIT themselves. What they start has what the caller has.
  case ${ignored:-} in
    *[4-7c-f]) ignored=$(exec sed -n 's/^SigIgn:[^0-9a-f]*//p' /proc/self/status) ;;
  esac
  launch_words="$launch_words ignored=${ignored:-}"
}

# Most shells pass on no variable whose name they could not write, such as a-b, x.y or an exported function, and lose PWD
# in a directory that was removed. bash does neither.
note_environment() {
  if [ -n "${BASH_VERSION:-}" ] || [ ! -r "/proc/$$/environ" ]; then return; fi
  case $launch_words in
    *" cwd="*) ;;
    *) has_odd_variables || return 0 ;;
  esac
  find_free_descriptor || return 0
  encoded=$(base64 "/proc/$$/environ" 2>/dev/null) || return 0
  eval "exec $descriptor<<END
\$encoded
END"
  launch_words="$launch_words env=$descriptor"
}

has_odd_variables() {
  odd=0
  LC_ALL=C grep -zqv '^[A-Za-z_][A-Za-z0-9_]*=' "/proc/$$/environ" 2>/dev/null || odd=$?
  # 1 says that there is none; anything else that there is one, or that this grep cannot tell.
  [ "$odd" != 1 ]
}

# Sets $descriptor to one that is not open; 1 when there is none that a script can name.
find_free_descriptor() {
  for descriptor in 9 8 7 6 5 4 3; do
    if [ ! -e "/dev/fd/$descriptor" ]; then return 0; fi
  done
  return 1
}

# A job's own JVM options (agents, heap sizes, class path) are meant for the job's program, and each JVM reports them on
# stderr. With LC_ALL, names and paths are UTF-8 to the JVM, whatever the job has. MALLOC_ARENA_MAX saves address space.
set_variables_aside() {
  added=
  for name in JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS OPENJ9_JAVA_OPTIONS IBM_JAVA_OPTIONS CLASSPATH; do
    if eval "[ -n \"\${$name+set}\" ]"; then
      eval "export \"BASETEN_CI_SET_ASIDE_$name=\$$name\""
      unset "$name"
    fi
  done
  if ! in_utf8; then
    if [ -n "${LC_ALL+set}" ]; then
      export BASETEN_CI_SET_ASIDE_LC_ALL="$LC_ALL"
    else
      added=$added,LC_ALL
    fi
    # bash complains where this system has no such locale.
    { export LC_ALL=C.UTF-8; } 2>/dev/null
  fi
  if [ -z "${MALLOC_ARENA_MAX+set}" ]; then
    added=$added,MALLOC_ARENA_MAX
    export MALLOC_ARENA_MAX=2
  fi
  if [ -n "$added" ]; then launch_words="$launch_words added=${added#,}"; fi
}

# Whether the JVM will find itself in a locale with UTF-8. A name such as en_US.UTF-8 says little in a container, where
# that locale is often not installed; C.UTF-8 is, where there are any.
in_utf8() {
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    C.UTF-8 | C.utf8) return 0 ;;
    *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*) ;;
    *) return 1 ;;
  esac
  for locale in /usr/lib/locale/C.utf8 /usr/lib/locale/C.UTF-8; do
    if [ -d "$locale" ]; then return 1; fi
  done
  return 0
}
