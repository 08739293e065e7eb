# Programs that are run twice, once with $X doing nothing and once with $X being "baseten-ci exec --": what they print on
# both streams, and their exit codes, must not differ. SameAsAloneJarTest reads this file; "## " begins a program.
# "## ! " begins one whose output does differ, for the reason that follows the name.
# "## launcher " begins one that a jar started by hand cannot do: the JVM takes something away before any code of ours.
# What comes first stands before each of them.

# Waits for a file that the command makes.
waitfor() { local i=0; until [ -e "$1" ]; do sleep 0.02; i=$((i + 1)); [ $i -lt 6000 ] || { echo "no $1"; exit 99; }; done; }
ready() { waitfor ready; }
# How a command ended: its exit code, or the signal.
status() { perl -e '$s = system { $ARGV[0] } @ARGV; printf "%s %d\n", $s & 127 ? "signal" : "exit", $s & 127 ? $s & 127 : $s >> 8' "$@"; }
# Without the two signals that are the C library's own.
mask() { perl -ne 'printf "%x\n", hex($1) & ~0x180000000 while /([0-9a-f]{16})/g'; }
# Starts in the background, as $p, a command that handles a signal: prints, and ends with 7.
handles() {
  local signal=$1 run=$2 more=${3:-:}; rm -f ready o
  env --default-signal=INT,QUIT $run bash -c "trap 'echo bye $signal; $more; exit 7' $signal; : >ready; while :; do sleep 0.02; done" >o & p=$!; ready
}
# Starts in the background, as $p, a command that says each time that it gets a signal.
counts() {
  local signal=$1 run=$2; rm -f ready got o
  env --default-signal=INT,QUIT $run bash -c "trap 'echo got $signal; n=y' $signal; : >ready; while [ -z \"\$n\" ]; do sleep 0.02; done; for i in 1 2 3 4 5 6 7 8 9 10; do sleep 0.02; done; : >got" >o & p=$!; ready
}

## arguments in UTF-8
$X printf '%s|' 'naïve' '日本' 'ü=ö'
## arguments that are no UTF-8
$X printf '%s' $'\xff\xfe\x80' | od -c
## arguments that are empty, blank, quoted, long lines
$X printf '<%s>' '' ' ' '"' "'" $'a\nb' '$HOME' '*' '\' ; $X printf '<%s>' -
## arguments that look like options, files or the end of options
$X printf '<%s>' @file -- --help -o json --remote x -V
## an argument of 100,000 bytes
$X sh -c 'printf %s "$1" | wc -c' sh "$(head -c 100000 /dev/zero | tr '\0' x)"
## three thousand arguments
$X sh -c 'echo $#' sh $(seq 3000)
## a variable in UTF-8
V='naïve 日本' $X sh -c 'printf %s "$V" | od -c'
## a variable that is no UTF-8
V=$'\xff\xfe\x80' $X sh -c 'printf %s "$V" | od -c'
## a variable with line ends
V=$'a\nb\n' $X sh -c 'printf %s "$V" | od -c'
## an empty variable and a missing one
EMPTY= $X sh -c 'echo "${EMPTY-missing} ${NEVER-missing}"'
## variables whose names are no shell identifiers
env a-b=1 x.y=2 '%=3' 1=4 $X env | grep -E '^(a-b|x\.y|%|1)=' | sort
## an exported function
greet() { echo "hello $1"; }; export -f greet; $X bash -c 'greet you'
## all variables, in no order
$X env -0 | sort -z | grep -zavE '^(_|BASETEN_[A-Z_]*|USER_TRUSSRC_PATH|TRUSS_NO_UPDATE_CHECK)=' | tr '\0' '\n'
## hardly any variables
env -i BASETEN_API_KEY=$BASETEN_API_KEY JAVA_HOME="$JAVA_HOME" PATH="$PATH" PWD="$PWD" TMPDIR="$TMPDIR" $X env | grep -vE '^(_|BASETEN_[A-Z_]*|USER_TRUSSRC_PATH|TRUSS_NO_UPDATE_CHECK)=' | sort
## two thousand variables
for i in $(seq 2000); do export "V$i=$i"; done; $X env | grep -c '^V[0-9]'
## launcher JVM options: the JVM says on standard error that it took them
JAVA_TOOL_OPTIONS=-Dx=y JDK_JAVA_OPTIONS=-Dz=1 _JAVA_OPTIONS=-Xss1m CLASSPATH=/nowhere $X sh -c 'echo "$JAVA_TOOL_OPTIONS $JDK_JAVA_OPTIONS $_JAVA_OPTIONS $CLASSPATH"'
## PATH of the command finds the command
mkdir -p p; printf '#!/bin/sh\necho found "$@"\n' >p/tool; chmod +x p/tool; PATH="$PWD/p:$PATH" $X tool a b
## PATH with an empty entry
printf '#!/bin/sh\necho here\n' >tool; chmod +x tool; PATH=":$PATH" $X tool
## PATH with a file that may not be executed before one that may
mkdir -p p q; echo no >p/tool; printf '#!/bin/sh\necho second\n' >q/tool; chmod +x q/tool; PATH="$PWD/p:$PWD/q:$PATH" $X tool
## a script without an interpreter
printf 'echo plain "$1"\n' >plain; chmod +x plain; $X ./plain a
## standard input
printf 'typed\n' | $X cat
## standard input is empty
$X cat </dev/null
## standard input is a file, read only as far as the command reads it
printf '%s\n' one two three four >f; { $X head -c 4 | cat; $X sh -c 'read x; echo "$x"'; cat; } <f
## a million bytes through standard input and output
head -c 1000000 /dev/urandom >f; $X cat <f >g; cmp f g && echo same
## zero bytes and no line end
printf 'a\0b\0c' | $X cat | od -c
## descriptor 3 to read from
echo three >f; $X cat /dev/fd/3 3<f
## descriptor 3 has one position for all who share it
printf 'one\ntwo\n' >f; exec 3<f; $X sh -c 'read a <&3; echo "$a"'; read -r b <&3; echo "$b"
## descriptor 9 to write to
$X sh -c 'echo nine >&9' 9>f; cat f
## a process substitution to read from
$X cat <(echo one) <(echo two)
## a process substitution to write to
$X sh -c 'echo "to $1" >"$1"; echo done' sh >(sed 's|/dev/fd/.*|it|' >f) ; while [ ! -s f ]; do sleep 0.05; done; cat f
## descriptors, and nothing else is open
exec 5</dev/null 7>f 201<>g; $X sh -c 'for d in /proc/self/fd/*; do echo "${d##*/}"; done; exec 3<&5' | grep -vx 255 | tr '\n' ' '
## what descriptors above 2 are open on
exec 5</dev/null 7>f; $X sh -c 'readlink /proc/$$/fd/5 /proc/$$/fd/7' | sed 's|.*/||'
## a lock on a descriptor is shared
exec 8>lock; flock 8; $X sh -c 'flock -n 8 && echo ours; flock -n lock true || echo taken'
## a reader sees the end when the command closes its end
mkfifo p; (cat p; echo end >>log) & $X sh -c 'echo in >&4; exec 4>&-; until [ -s log ]; do sleep 0.05; done; echo after' 4>p; wait
## a writer sees that the command has closed standard input
mkfifo p; (yes >p 2>/dev/null; echo "yes ended by ${?}" >log) & $X sh -c 'read -r x; exec <&-; until [ -s log ]; do sleep 0.05; done; cat log' <p; wait
## make shares its jobs
printf 'all: a b c\na b c:\n\t@echo $@ >>out\n' >Makefile; if command -v make >/dev/null; then $X make -s -j3; sort out; fi
## standard input closed
$X sh -c '[ -e /proc/$$/fd/0 ] || echo closed; cat 2>/dev/null | wc -c; read -r x 2>/dev/null || echo none' <&-
## standard output closed
$X sh -c '[ -e /proc/$$/fd/1 ] || echo closed >&2; echo x 2>/dev/null; echo $? >&2' >&-
## standard error closed
$X sh -c '[ -e /proc/$$/fd/2 ] || echo closed; echo x >&2; echo $?' 2>&-
## launcher all standard streams closed: the JVM opens two of them
$X perl -e 'for (0 .. 2) { $c .= $_ unless -e "/proc/$$/fd/$_" } open F, ">", "f"; print F "closed: $c\n"' <&- >&- 2>&-; cat f
## both streams into one file, in their order
$X sh -c 'for i in $(seq 400); do echo "out $i"; echo "err $i" >&2; done' >f 2>&1; cat f
## both streams into one pipe, in their order
$X sh -c 'for i in $(seq 400); do echo "out $i"; echo "err $i" >&2; done' 2>&1 | cat
## both streams appended to one file that was opened twice
$X sh -c 'for i in $(seq 400); do echo "out $i"; echo "err $i" >&2; done' >>f 2>>f; cat f
## both streams into two files
$X sh -c 'for i in $(seq 400); do echo "out $i"; echo "err $i" >&2; done' >f 2>g; cat f g
## a copy of standard output in descriptor 3, in its order
{ $X sh -c 'for i in $(seq 200); do echo "out $i"; echo "three $i" >&3; done' 3>&1; } | cat
## output without a line end comes at once
mkfifo p; { $X sh -c 'printf question; read -r x <p; echo " $x"'; } | { head -c 8 >f; echo answer >p; cat >>f; cat f; }
## exit codes
for c in 0 1 2 3 126 127 128 129 255; do $X sh -c "exit $c"; printf '%s ' $?; done
## a command that is not there
$X no-such-command 2>/dev/null; echo $?; $X ./no/such/command 2>/dev/null; echo $?
## a command that may not be executed
echo text >f; $X ./f 2>/dev/null; echo $?; $X . 2>/dev/null; echo $?; mkdir d; $X ./d 2>/dev/null; echo $?
## the signal that ended the command ends us
for s in HUP TERM KILL USR1 USR2 ALRM PIPE SEGV ABRT FPE XCPU VTALRM RTMIN+2; do status $X bash -c "ulimit -c 0; trap - $s; kill -$s \$\$"; done
## INT and QUIT that ended the command end us
for s in INT QUIT; do status env --default-signal=INT,QUIT $X perl -e "kill '$s', \$\$; sleep 9"; done
## nobody reads any more
$X yes | head -n 1; echo "${PIPESTATUS[0]}"
## nobody reads any more, and the command is told by an error
{ $X bash -c 'trap "" PIPE; while echo x; do :; done 2>/dev/null; echo told >f'; } | head -n 1; cat f
## a full disk
$X sh -c 'echo hello' >/dev/full 2>/dev/null; [ $? -ne 0 ] && echo failed
## the command closes standard output early
$X sh -c 'echo a; exec >&-; until [ -e f ]; do sleep 0.05; done; echo late >&2' | { cat; : >f; }; wait
## output that comes after the end of the command
$X sh -c '(sleep 0.3; echo late) & echo now' | cat
## a process in the background without our streams is not waited for
$X sh -c 'sleep 600 >/dev/null 2>&1 </dev/null & echo $! >pid'; kill "$(cat pid)" && echo lived
## working directory
mkdir -p 'a b/naïve'; cd 'a b/naïve'; $X pwd; $X sh -c 'pwd -P'
## working directory whose name is no UTF-8
mkdir $'d\xff'; cd $'d\xff'; $X sh -c 'pwd -P' | tail -c 4 | od -c
## working directory by a symbolic link
mkdir d; ln -s d l; cd l; $X sh -c 'echo "${PWD##*/}"; pwd'
## launcher working directory that was removed: the JVM does not start
mkdir d; cd d; rmdir "$PWD"; $X perl -e 'print readlink("/proc/$$/cwd") =~ /d \(deleted\)$/ ? "there" : "elsewhere", " $ENV{PWD}\n"' 2>/dev/null; echo $?
## umask
umask 027; $X sh -c 'umask; : >f; stat -c %a f'
## niceness
nice -n 5 $X nice
## limits
$X bash -c 'ulimit -a' ; $X bash -c 'ulimit -Ha'
## launcher a lower limit for open files: the JVM raises it
ulimit -Sn 200; $X sh -c 'ulimit -Sn; ulimit -Hn'
## a limit for the size of files
ulimit -f 8; $X bash -c 'head -c 100000 /dev/zero >f' 2>/dev/null; echo $?; ls -l f | cut -d' ' -f5
## process group and session
$X perl -e 'print getpgrp() == getpgrp(getppid()) ? "group" : "other", "\n"'; sid=$(ps -o sid= -p $$); $X sh -c 'ps -o sid= -p $$' | grep -cx "$sid"
## children of the command
$X perl -e 'print waitpid(-1, 0), "\n"'
## no terminal
setsid $X sh -c 'ps -o tty= -p $$; : </dev/tty' 2>/dev/null; echo $?
## signals that are ignored
trap '' USR1 HUP WINCH TSTP; $X perl -ne 'print if /^SigIgn/' /proc/self/status | mask
## launcher signals that are ignored and that the JVM uses itself
trap '' PIPE QUIT USR2 XFSZ INT TERM; $X perl -ne 'print if /^SigIgn/' /proc/self/status | mask
## signals that are blocked
perl -MPOSIX -e 'sigprocmask(SIG_BLOCK, POSIX::SigSet->new(SIGUSR1, SIGTERM, SIGHUP, SIGALRM)); exec @ARGV' $X perl -ne 'print if /^SigBlk/' /proc/self/status
## CHLD is ignored by whoever starts it
perl -e '$SIG{CHLD} = "IGNORE"; exec @ARGV' $X sh -c 'true; exit 3'; echo $?
## signals that are handled
$X perl -ne 'print if /^SigCgt/' /proc/self/status
## a signal, one after another, to a command that handles it
for s in TERM HUP USR1 USR2 ALRM VTALRM PROF XCPU WINCH CONT URG IO PWR TSTP TTIN TTOU INT QUIT RTMIN+5; do handles $s "$X"; kill -$s $p; wait $p; echo "$? $(cat o)"; done
## TERM to a command that writes much before it ends
handles TERM "$X" 'head -c 3000000 /dev/zero | tr "\\0" x; echo; echo last'; kill -TERM $p; wait $p; echo "$? $(wc -c <o) $(tail -n 1 o)"
## TERM to a command that takes its time
handles TERM "$X" 'for i in 1 2 3 4 5; do echo $i; sleep 0.2; done'; kill -TERM $p; wait $p; echo "$? $(cat o)"
## a signal that the command ignores
rm -f ready; $X bash -c 'trap "" TERM USR2 QUIT; : >ready; for i in 1 2 3 4 5 6; do sleep 0.1; done; echo lived' >o & p=$!; ready; kill -TERM $p; kill -USR2 $p; wait $p; echo "$? $(cat o)"
## a signal that nobody handles
for s in TERM HUP USR1 USR2 ALRM; do rm -f ready; $X sh -c ': >ready; exec sleep 60' & p=$!; ready; kill -$s $p; wait $p; echo $?; done 2>/dev/null
## signals to the whole group, once each
set -m; for s in TERM HUP USR1 USR2 INT QUIT WINCH RTMIN+5; do counts $s "$X"; kill -$s -- -$p; waitfor got; wait $p; sort o | uniq -c; done 2>/dev/null
## the command sends a signal to its own group
set -m; $X bash -c 'trap "echo got" USR1; kill -USR1 0; sleep 0.3; echo end' >o & wait $!; echo $?; cat o
## the command is stopped and goes on
set -m; perl -MPOSIX -e '$p = fork; if (!$p) { setpgid(0, 0); exec @ARGV } waitpid($p, WUNTRACED); printf "stopped by %d\n", WIFSTOPPED($?) ? WSTOPSIG($?) : -$?; kill "CONT", -$p; waitpid($p, 0); printf "ended %d\n", $?' $X sh -c 'kill -TSTP $$; echo went on'
## what is in the background is the command's own affair
$X bash -c 'sleep 0.2 & wait $!; echo $?'
## time of its own children
$X bash -c 'times | wc -l'
## locale of the command
LC_ALL=C $X sh -c 'echo "$LC_ALL $LANG"'; LC_ALL=de_DE.ISO-8859-1 $X sh -c 'echo "$LC_ALL"'; LANG=xx $X sh -c 'echo "$LANG ${LC_ALL-none}"'
## resources of the scheduler
$X sh -c 'cat /proc/$$/oom_score_adj; grep -E "^(NoNewPrivs|Seccomp|CapEff|CapBnd|Groups|Uid|Cpus_allowed):" /proc/$$/status'
## launcher little address space: the JVM does not start
ulimit -v 1000000; $X sh -c 'ulimit -v; echo ok'
## ! parent process: exec is the command's parent, because somebody has to clean up after it (posix_spawn)
$X sh -c 'readlink /proc/$PPID/exe | grep -c java'
## ! kind of the output: what is masked passes through a pipe (pipe2), so that output is neither a file nor a terminal
$X stat -L -c %F /dev/stdout >f; cat f
## ! signals 32 and 33: the C library ignores its own two signals in what posix_spawn starts
# Whoever started the tests may have ignored them already; only rt_sigaction(2) itself can tell.
perl -e '$n = `uname -m` =~ /^aarch64/ ? 134 : 13; $a = "\0" x 32; syscall($n, $_, $a, 0, 8) for 32, 33; exec @ARGV' $X perl -ne 'print if /^SigIgn/' /proc/self/status
## ! variables of the login: they are what exec is for
$X env | grep -c ^USER_TRUSSRC_PATH
## ! KILL: kill(2) lets nobody pass it on, so the command lives on when exec is killed
rm -f ready; $X sh -c 'echo $$ >pid; : >ready; exec sleep 60' & p=$!; ready; kill -KILL $p; wait $p 2>/dev/null; kill -0 "$(cat pid)" 2>/dev/null && echo lives; kill -KILL "$(cat pid)" 2>/dev/null
