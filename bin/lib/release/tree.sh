# Sourced by bin/release: what is released, as files of one commit with one version.
# shellcheck shell=sh disable=SC2154

# Ends the script where there is nothing that can be released as $version.
check_release() {
  case $version in
    *[!0-9.]* | .* | *. | *..*) refuse "$version is no version; give one such as 0.1.0" ;;
    *.*.*.*) refuse "$version is no version; give one such as 0.1.0" ;;
    *.*.*) ;;
    *) refuse "$version is no version; give one such as 0.1.0" ;;
  esac
  said=$(sed -n 's#^  <version>\(.*\)-SNAPSHOT</version>#\1#p' pom.xml)
  [ "$said" = "$version" ] || refuse "pom.xml is on the way to $said, not to $version; change its version first"
  if [ -n "$(git status --porcelain)" ]; then
    refuse "the working tree has changes that no commit has; commit or remove them: $(git status --porcelain | head -n 1 | cut -c4-)"
  fi
  if [ "$mode" = build ]; then
    [ "$(git rev-parse -q --verify "refs/tags/v$version^{commit}")" = "$(git rev-parse HEAD)" ] ||
      refuse "HEAD is not the commit of the tag v$version; check that tag out"
  elif git rev-parse -q --verify "refs/tags/v$version" >/dev/null; then
    refuse "the version $version exists: there is a tag v$version; choose a later version"
  fi
  if ! grep -qs "^## \[$version\]" CHANGELOG.md; then
    if [ "$mode" != dry-run ]; then
      refuse "CHANGELOG.md has no section $version; give what is unreleased the heading \"## [$version] - $(date -u +%F)\", run \"bin/interface $version\", and commit both"
    fi
    [ -n "$(section Unreleased | grep '^- ')" ] || refuse "CHANGELOG.md has neither a section $version nor a line in Unreleased"
    echo "CHANGELOG.md: what is unreleased counts as $version in this dry run." >&2
  fi
}

# The lines of one section of the changelog, without its heading.
section() {
  awk -v heading="## [$1]" 'index($0, heading) == 1 { on = 1; next } /^## / { on = 0 } on' CHANGELOG.md 2>/dev/null || :
}

# Writes the files of HEAD to a directory, with the version of the release in place of the snapshot's.
export_tree() {
  rm -rf "$1"
  mkdir -p "$1/target"
  git archive HEAD | tar -C "$1" -xf -
  # Each of these files names the snapshot in lines of its own.
  for pom in pom.xml $(cd "$1" && echo cli-shim/*/pom.xml action/*/pom.xml); do
    sed -e "s#<version>$version-SNAPSHOT</version>#<version>$version</version>#" \
      -e "s#\(<project.build.outputTimestamp>\)[^<]*#\1$timestamp#" "$1/$pom" >"$1/$pom.new"
    mv "$1/$pom.new" "$1/$pom"
  done
  sed -e "s#<revision>[^<]*#<revision>$version#" -e 's#<changelist>[^<]*#<changelist>#' \
    "$1/jenkins-plugin/pom.xml" >"$1/jenkins-plugin/pom.xml.new"
  mv "$1/jenkins-plugin/pom.xml.new" "$1/jenkins-plugin/pom.xml"
  # Both builds use one store of images: it holds the base, which is made once.
  mkdir -p "$root/target/containers"
  ln -s "$root/target/containers" "$1/target/containers"
}
