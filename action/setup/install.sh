#!/usr/bin/env bash
# Downloads baseten-ci.jar of a release, checks it, and puts the command on PATH. It runs on Linux, macOS and Windows.
set -euo pipefail

fail() {
  echo "::error title=baseten-ci setup::$1"
  exit 1
}

: "${VERSION:?}" "${RUNNER_TEMP:?}" "${GITHUB_PATH:?}"
releases=${BASETEN_CI_RELEASES:-https://github.com/baseten-ci/baseten-ci/releases/download}
[[ $VERSION =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "version must be of the form 1.2.3"
[[ ${SHA256:-} =~ ^[0-9a-f]{64}$ ]] || fail "sha256 must be the SHA-256 of that version's baseten-ci.jar, 64 hexadecimal digits"

for java in "${JAVA_HOME:-}" "${JAVA_HOME_21_X64:-}" "${JAVA_HOME_21_ARM64:-}" "${JAVA_HOME_17_X64:-}" "${JAVA_HOME_17_ARM64:-}"; do
  if [[ -n $java && -f $java/release ]] && grep -Eq '^JAVA_VERSION="(1[7-9]|[2-9][0-9])' "$java/release"; then
    java=$java/bin/java
    break
  fi
  java=
done
[[ -n $java ]] || java=$(command -v java) || fail "there is no Java 17 or later; use actions/setup-java before this step"

directory=$RUNNER_TEMP/baseten-ci-$VERSION
mkdir -p "$directory"
curl --fail --silent --show-error --location --retry 3 --max-time 120 \
  --output "$directory/baseten-ci.jar" "$releases/v$VERSION/baseten-ci.jar" ||
  fail "baseten-ci.jar of version $VERSION cannot be downloaded; check the version and the network"
if command -v sha256sum >/dev/null; then
  sum=$(sha256sum <"$directory/baseten-ci.jar")
else
  sum=$(shasum -a 256 <"$directory/baseten-ci.jar")
fi
if [[ ${sum%% *} != "$SHA256" ]]; then
  rm -f "$directory/baseten-ci.jar"
  fail "baseten-ci.jar of version $VERSION has another checksum than sha256 says, so it is not installed"
fi

# A job's JVM options and locale are not meant for this JVM either.
unset JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS CLASSPATH
LC_ALL=C.UTF-8 "$java" -XX:TieredStopAtLevel=1 -jar "$directory/baseten-ci.jar" \
  launcher --java "$java" --jar "$directory/baseten-ci.jar" >"$directory/baseten-ci" </dev/null ||
  fail "baseten-ci.jar of version $VERSION cannot be started with $java; use actions/setup-java before this step"
chmod +x "$directory/baseten-ci"
# For PowerShell and cmd; a path of Git Bash means nothing to them.
if command -v cygpath >/dev/null; then
  printf '@"%s" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "%s" %%*\r\n' \
    "$(cygpath -w "$java")" "$(cygpath -w "$directory/baseten-ci.jar")" >"$directory/baseten-ci.cmd"
  cygpath -w "$directory" >>"$GITHUB_PATH"
else
  echo "$directory" >>"$GITHUB_PATH"
fi
echo "baseten-ci $VERSION is on PATH: $directory"
