# Sourced by bin/release: archives and packages that are the same bytes whenever they are made.
# shellcheck shell=sh disable=SC2154

# GNU tar, by its name on macOS too.
tar_=$(command -v gtar || command -v tar)

# tarball DIRECTORY FILE: the directory under its own name; the times of its files are the commit's.
tarball() {
  "$tar_" -C "$(dirname "$1")" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" \
    --mode='u+rw,go+r-w,a+X' --format=gnu -cf - "$(basename "$1")" | gzip -9 -n >"$2"
}

# zip_ DIRECTORY FILE
zip_() {
  (cd "$(dirname "$1")" && find "$(basename "$1")" -type f | LC_ALL=C sort) >"$scratch/zip"
  (cd "$(dirname "$1")" && "$jar_tool" --create --no-manifest --date="$timestamp" --file="$2" "@$scratch/zip")
}

# What all forms of the command share: share/ with completion, man pages and licence texts.
make_shared() {
  mkdir -p "$1/share/man/man1" "$1/share/bash-completion/completions" "$1/share/zsh/site-functions" "$1/licenses"
  "$java" -jar "$out/baseten-ci.jar" completion bash >"$1/share/bash-completion/completions/baseten-ci" </dev/null
  # The script is one for both shells; zsh wants to be told the name.
  { echo '#compdef baseten-ci' && echo 'autoload -U +X bashcompinit && bashcompinit' &&
    cat "$1/share/bash-completion/completions/baseten-ci"; } >"$1/share/zsh/site-functions/_baseten-ci"
  "$java" -cp "$out/baseten-ci.jar" "$root/bin/lib/release/ManPages.java" "$1/share/man/man1" "$version" "${timestamp%T*}" </dev/null
  cp LICENSE "$1/"
  licence_texts "$out/sbom/.command.json" "$1/licenses"
}

# The jar with what belongs to it, for a machine that has a Java.
make_plain() {
  plain=$scratch/baseten-ci-$version
  make_shared "$plain"
  mkdir -p "$plain/bin" "$plain/lib"
  cp "$out/baseten-ci.jar" "$plain/lib/"
  starter "$plain/bin/baseten-ci"
  settle "$plain"
  tarball "$plain" "$out/baseten-ci-$version.tar.gz"
}

# A script that starts the jar beside it with the Java of JAVA_HOME or PATH.
starter() {
  {
    cat <<'END'
#!/bin/sh
# Starts baseten-ci; it may be reached through links.
self=$0
while [ -h "$self" ]; do
  target=$(readlink "$self")
  case $target in
    /*) self=$target ;;
    *) self=$(dirname "$self")/$target ;;
  esac
done
jar=$(CDPATH='' cd "$(dirname "$self")/../lib" && pwd -P)/baseten-ci.jar || exit 1
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
command -v "$java" >/dev/null || {
  echo "baseten-ci: there is no Java; install Java 17 or later, or name one in JAVA_HOME." >&2
  exit 1
}
END
    cat cli-shim/cli/src/main/launcher/launch.sh
    echo 'launch "$@"'
  } >"$1"
  chmod 755 "$1"
}

# All files get the time of the commit before anything looks at it, as a class archive does.
settle() {
  chmod -R u+rwX,go+rX,go-w "$1"
  find "$1" -exec touch -h -d "$timestamp" {} + 2>/dev/null || find "$1" -exec touch -h -t "$(date -u -r "$SOURCE_DATE_EPOCH" +%Y%m%d%H%M.%S)" {} +
}

# The command with a Java runtime of its own, for this machine's system and processor.
make_archive() {
  if ! find_jdk25; then
    not_made "baseten-ci-$version-$platform" "there is no JDK 25 here; name one in JAVA25_HOME"
    return
  fi
  packed=$scratch/baseten-ci-$version-$platform
  runtime_image "$java25" "$out/baseten-ci.jar" "$packed" || fail "the runtime of $platform could not be laid out"
  make_shared "$packed"
  settle "$packed"
  case $platform in
    windows-*)
      printf '@"%%~dp0..\\runtime\\bin\\java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "%%~dp0..\\lib\\baseten-ci.jar" %%*\r\n' \
        >"$packed/bin/baseten-ci.cmd"
      zip_ "$packed" "$out/baseten-ci-$version-$platform.zip"
      ;;
    *) tarball "$packed" "$out/baseten-ci-$version-$platform.tar.gz" ;;
  esac
  sbom_of_archive "baseten-ci-$version-$platform" "$packed/runtime"
}

# The same files as a package of Debian; it needs make_archive.
make_deb() {
  case $platform in
    linux-x64) architecture=amd64 ;;
    linux-arm64) architecture=arm64 ;;
    *) not_made "baseten-ci_${version}_$platform.deb" "it is a package of Linux" && return ;;
  esac
  deb=baseten-ci_${version}_$architecture.deb
  if ! command -v dpkg-deb >/dev/null || [ ! -d "${packed:-}" ]; then
    not_made "$deb" "it needs dpkg-deb and the archive of $platform"
    return
  fi
  tree=$scratch/deb
  mkdir -p "$tree/DEBIAN" "$tree/usr/bin" "$tree/usr/lib/baseten-ci" "$tree/usr/share/doc/baseten-ci"
  cp -a "$packed/bin" "$packed/lib" "$packed/runtime" "$tree/usr/lib/baseten-ci/"
  cp -a "$packed/share/." "$tree/usr/share/"
  ln -s ../lib/baseten-ci/bin/baseten-ci "$tree/usr/bin/baseten-ci"
  mv "$tree/usr/share/zsh/site-functions" "$tree/usr/share/zsh/vendor-completions"
  gzip -9 -n "$tree"/usr/share/man/man1/*
  {
    cat LICENSE
    for text in "$packed"/licenses/*; do
      printf '\n\n%s\n\n' "== $(basename "$text") =="
      cat "$text"
    done
  } >"$tree/usr/share/doc/baseten-ci/copyright"
  gzip -9 -n <CHANGELOG.md >"$tree/usr/share/doc/baseten-ci/changelog.gz"
  cat >"$tree/DEBIAN/control" <<END
Package: baseten-ci
Version: $version
Architecture: $architecture
Section: utils
Priority: optional
Maintainer: The baseten-ci project <baseten-ci@users.noreply.github.com>
Installed-Size: $(du -sk --apparent-size "$tree/usr" | cut -f1)
Depends: libc6
Homepage: https://github.com/baseten-ci/baseten-ci
Description: logs CI jobs in to Baseten
 Logs a job in for the commands truss and baseten, hides the key in what the
 job prints, logs out without a trace, and rotates keys. It has a Java runtime
 of its own.
END
  settle "$tree"
  dpkg-deb --root-owner-group -Zgzip --build "$tree" "$out/$deb" >/dev/null
  sbom_of_archive "${deb%.deb}" "$tree/usr/lib/baseten-ci/runtime"
}

# A formula of Homebrew, which takes the plain archive and Homebrew's own Java.
make_formula() {
  cat >"$out/baseten-ci.rb" <<END
class BasetenCi < Formula
  desc "Logs CI jobs in to Baseten"
  homepage "https://github.com/baseten-ci/baseten-ci"
  url "https://github.com/baseten-ci/baseten-ci/releases/download/v$version/baseten-ci-$version.tar.gz"
  sha256 "$(sum "$out/baseten-ci-$version.tar.gz")"
  license "MIT"

  depends_on "openjdk"

  def install
    libexec.install "bin", "lib", "LICENSE", "licenses"
    (bin/"baseten-ci").write_env_script libexec/"bin/baseten-ci", JAVA_HOME: Language::Java.overridable_java_home_env[:JAVA_HOME]
    bash_completion.install "share/bash-completion/completions/baseten-ci"
    zsh_completion.install "share/zsh/site-functions/_baseten-ci"
    man1.install Dir["share/man/man1/*"]
  end

  test do
    assert_match "baseten-ci $version", shell_output("#{bin}/baseten-ci --version")
  end
end
END
}

sum() {
  if command -v sha256sum >/dev/null; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d' ' -f1
}
