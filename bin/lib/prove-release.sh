#!/bin/sh
# Installs what bin/release has made as a user would, logs in to the sandbox with it and out again, and says how long it took.
#
#   bin/lib/prove-release.sh VERSION archive    unpacked, on a Debian without Java
#   bin/lib/prove-release.sh VERSION deb        installed by dpkg, on a Debian without Java
#   bin/lib/prove-release.sh VERSION plain      the archive without a runtime, with the Java of this machine
#   bin/lib/prove-release.sh VERSION library    the library of the local repository, in a project of Maven
#   bin/lib/prove-release.sh VERSION alone      the plugin's directory alone is built, against that library
#   bin/lib/prove-release.sh VERSION jenkins    the plugin, in a Jenkins that is started for it
set -eu

root=$(CDPATH='' cd "$(dirname "$0")/../.." && pwd -P)
cd "$root"
. bin/lib/java.sh
. bin/lib/containers.sh
version=$1
kind=$2
made=$root/target/release/$version
scratch=$(mktemp -d "${TMPDIR:-/tmp}/baseten-ci-proof.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
  echo "$kind: $1." >&2
  exit 1
}

# What is made here does not go into the repository of this user, which is only read.
maven() {
  "$mvn" -q -B -ntp "-Dmaven.repo.local=$scratch/repository" "-Dmaven.repo.local.tail=$HOME/.m2/repository" \
    -Dmaven.repo.local.tail.ignoreAvailability=true "$@" </dev/null
}

# A Debian as its installer makes it, from the sources that this machine has; it is kept for the next proof.
make_debian() {
  debian=$root/target/release/debian.tar
  if [ ! -f "$debian" ]; then
    codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
    source=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' | awk -v name="$codename" '$2 == name { print $1; exit }')
    debootstrap --variant=minbase "$codename" "$scratch/debian" "$source" >"$scratch/debootstrap" 2>&1 ||
      fail "debootstrap failed: $(tail -n 1 "$scratch/debootstrap")"
    tar -C "$scratch/debian" -cf "$debian.$$" . && mv "$debian.$$" "$debian"
    rm -rf "$scratch/debian"
  fi
  machine=$scratch/machine
  mkdir "$machine"
  tar -C "$machine" -xf "$debian"
  if [ -n "$(find "$machine" -name 'java*' -path '*/bin/*')" ]; then fail "that Debian has a Java"; fi
}

# on_machine COMMAND...: in a container whose files are that Debian.
on_machine() {
  mkdir -p "$storage"
  # shellcheck disable=SC2086
  podman_ run $run_flags --rm --rootfs "$machine" "$@"
}

# What a user does first, with the command on PATH. It is run by a shell of that machine.
log_in_and_out() {
  cat <<'END'
set -eu
baseten-ci --version
baseten-ci sandbox --port 0 --ready-file /tmp/url >/tmp/sandbox 2>&1 &
sandbox=$!
until [ -s /tmp/url ]; do kill -0 "$sandbox" || { cat /tmp/sandbox; exit 1; }; sleep 1; done
BASETEN_REMOTE_URL=$(cat /tmp/url) BASETEN_MANAGEMENT_API_URL_OVERRIDE=$(cat /tmp/url)
BASETEN_API_KEY=$(sed -n 's/^.*BASETEN_API_KEY=\([^ ]*\).*$/\1/p' /tmp/sandbox | head -n 1)
export BASETEN_REMOTE_URL BASETEN_MANAGEMENT_API_URL_OVERRIDE BASETEN_API_KEY
baseten-ci auth login
unset BASETEN_API_KEY
baseten-ci auth status
baseten-ci auth logout
if baseten-ci auth status; then exit 1; fi
kill "$sandbox"
END
}

began=$(date +%s)
case $kind in
  archive | deb) make_debian ;;
esac
installed=$(date +%s)
case $kind in
  archive)
    tar -C "$machine/opt" -xzf "$(echo "$made/baseten-ci-$version"-linux-*.tar.gz)"
    ln -s "$(cd "$machine" && echo opt/baseten-ci-*/bin/baseten-ci | sed 's#^#/#')" "$machine/usr/local/bin/baseten-ci"
    log_in_and_out >"$machine/root/try"
    on_machine /bin/sh /root/try
    ;;
  deb)
    cp "$made"/baseten-ci_*.deb "$machine/root/"
    log_in_and_out >"$machine/root/try"
    {
      echo 'dpkg -i /root/baseten-ci_*.deb && sh /root/try'
      echo 'test -s /usr/share/doc/baseten-ci/copyright && test -e /usr/share/bash-completion/completions/baseten-ci'
      echo 'dpkg -r baseten-ci && ! command -v baseten-ci && test ! -e /usr/lib/baseten-ci'
    } >"$machine/root/install"
    on_machine /bin/sh -eu /root/install
    ;;
  plain)
    find_java
    tar -C "$scratch" -xzf "$made/baseten-ci-$version.tar.gz"
    mkdir "$scratch/home"
    log_in_and_out | sed "s#/tmp/#$scratch/#g" >"$scratch/try"
    env -i "PATH=$scratch/baseten-ci-$version/bin:$java_home/bin:/usr/bin:/bin" "HOME=$scratch/home" sh "$scratch/try"
    ;;
  library)
    find_java
    mvn=$(bin/lib/maven.sh)
    sources=$scratch/project/src/main/java
    mkdir -p "$sources" "$scratch/local"
    {
      sed -n 's/^import .*;$/&/p' cli-shim/core/src/test/java/io/github/basetenci/ReadmeTest.java |
        grep -v -e junit -e assertj -e sandbox
      echo 'class Try {'
      sed -n '/^```java$/,/^```$/p' cli-shim/core/README.md | sed '1d; /^```$/,$d'
      echo '  public static void main(String[] args) throws Exception {'
      echo '    System.out.println(run(System.getenv("KEY"), RemoteUrl.parse(System.getenv("URL")), java.nio.file.Path.of(System.getProperty("java.io.tmpdir")), "sh", "-c", "grep -c api_key \"$USER_TRUSSRC_PATH\"; grep api_key \"$USER_TRUSSRC_PATH\""));'
      echo '  }'
      echo '}'
    } >"$sources/Try.java"
    cat >"$scratch/project/pom.xml" <<END
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>try</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <repositories>
    <repository>
      <id>made</id>
      <url>file://$made/maven</url>
    </repository>
  </repositories>
  <dependencies>
    <dependency>
      <groupId>io.github.baseten-ci</groupId>
      <artifactId>baseten-ci-core</artifactId>
      <version>$version</version>
    </dependency>
  </dependencies>
</project>
END
    maven -f "$scratch/project/pom.xml" org.apache.maven.plugins:maven-compiler-plugin:3.14.1:compile \
      org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath "-Dmdep.outputFile=$scratch/classpath"
    KEY=trykey01.0123456789ABCDEFGHIJKLMNOPQRSTUV
    export KEY
    "$java" -jar "$made/baseten-ci.jar" sandbox --port 0 --key-env KEY --ready-file "$scratch/url" >"$scratch/sandbox" 2>&1 </dev/null &
    sandbox=$!
    trap 'kill "$sandbox" || :; rm -rf "$scratch"' EXIT
    until [ -s "$scratch/url" ]; do kill -0 "$sandbox"; sleep 1; done
    URL=$(cat "$scratch/url")
    export URL
    "$java" -cp "$scratch/project/target/classes:$(cat "$scratch/classpath")" Try | tee "$scratch/said"
    grep -q '^api_key = \*\*\*\*$' "$scratch/said" || fail "the library did not log in, or did not hide the key"
    ;;
  alone)
    find_java
    mvn=$(bin/lib/maven.sh)
    cp -R jenkins-plugin "$scratch/alone"
    rm -rf "$scratch/alone/target"
    # As the release of the plugin is made: a version, and no snapshot.
    sed -e "s#<revision>[^<]*#<revision>$version#" -e 's#<changelist>[^<]*#<changelist>#' \
      -e "s#<repositories>#&<repository><id>made</id><url>file://$made/maven</url></repository>#" jenkins-plugin/pom.xml >"$scratch/alone/pom.xml"
    maven -f "$scratch/alone/pom.xml" -Dmaven.test.skip -Dspotbugs.skip -Dspotless.check.skip package
    cmp "$scratch/alone/target/baseten/WEB-INF/lib/baseten-ci-core-$version.jar" \
      "$made/maven/io/github/baseten-ci/baseten-ci-core/$version/baseten-ci-core-$version.jar" || fail "it does not hold that library"
    ;;
  jenkins) bin/lib/demo-jenkins.sh --once "$made" ;;
  *) fail "there is no proof of that name" ;;
esac
echo "$kind: proved in $(($(date +%s) - installed)) s, after $((installed - began)) s for the machine"
