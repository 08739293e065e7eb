# Sourced by bin/release: what goes to Maven Central, and the jars that everything else is made of.
# shellcheck shell=sh disable=SC2154

# Builds all modules but the plugin into $out/maven, as a repository; it runs in an exported tree.
make_maven() {
  "$mvn" -q -B -ntp -Pquick,release deploy "-DaltDeploymentRepository=release::file://$out/maven" "-Dlibraries=$libraries" </dev/null >&2
  # A repository's own index has the time of the day in it, and Maven Central makes its own.
  find "$out/maven" -name 'maven-metadata.xml*' -exec rm {} +
  # The action is an image. Of the jars with tests, only that of core is made: the plugin's tests use it.
  rm -rf "$out/maven/io/github/baseten-ci/baseten-ci-action"
  for tests in "$out"/maven/io/github/baseten-ci/*/*/*-tests.jar*; do
    case $tests in
      */baseten-ci-core/*) ;;
      *) rm "$tests" ;;
    esac
  done
  cp cli-shim/cli/target/quick/baseten-ci.jar "$out/"
  cp cli-shim/cli/target/quick/bom.json "$out/sbom/.command.json"
  cp action/login/target/quick/bom.json "$out/sbom/.action.json"
}

# What Maven Central asks of each artifact, and does not take without: https://central.sonatype.org/publish/requirements
check_maven() {
  for pom in "$out"/maven/io/github/baseten-ci/*/"$version"/*.pom; do
    artifact=${pom%.pom}
    # A pom has from its parent what it does not say itself.
    parent=$out/maven/io/github/baseten-ci/baseten-ci-parent/$version/baseten-ci-parent-$version.pom
    for element in groupId artifactId version name description; do
      grep -q "<$element>" "$pom" || fail "$pom has no <$element>"
    done
    for element in url licenses developers scm; do
      grep -q "<$element>" "$pom" "$parent" || fail "$pom and its parent have no <$element>"
    done
    ! grep -q -e '-SNAPSHOT' "$pom" || fail "$pom names a snapshot"
    grep -q '<packaging>pom</packaging>' "$pom" || for kind in .jar -sources.jar -javadoc.jar; do
      [ -s "$artifact$kind" ] || fail "$(basename "$artifact$kind") was not made"
    done
  done
}

# Signs what goes to Maven Central with the key of $GNUPGHOME, and packs it into one bundle.
sign_maven() {
  find "$out/maven" -type f ! -name '*.md5' ! -name '*.sha1' ! -name '*.asc' | while read -r file; do
    gpg --batch --yes --pinentry-mode loopback --passphrase-fd 3 --armor --detach-sign "$file" 3<<END || exit 1
${GPG_PASSPHRASE:-}
END
    gpg --batch --quiet --verify "$file.asc" "$file" 2>/dev/null || exit 1
    for sum in md5 sha1; do
      ${sum}sum "$file" | cut -d' ' -f1 | tr -d '\n' >"$file.$sum"
    done
  done || fail "gpg could not sign what goes to Maven Central"
  (cd "$out/maven" && find io -type f | LC_ALL=C sort) >"$scratch/bundle"
  (cd "$out/maven" && "$jar_tool" --create --no-manifest --date="$timestamp" --file="$out/maven-central-bundle.zip" "@$scratch/bundle")
}

# The key of the project, which is a secret of the workflow.
use_key_from_env() {
  GNUPGHOME=$scratch/gnupg
  export GNUPGHOME
  mkdir -m 700 "$GNUPGHOME"
  printf '%s\n' "${GPG_PRIVATE_KEY:?}" | gpg --batch --quiet --import 2>/dev/null || fail "gpg cannot read the key in GPG_PRIVATE_KEY"
}

# A key that ends with this run, for a dry run.
make_throw_away_key() {
  GNUPGHOME=$scratch/gnupg
  export GNUPGHOME
  mkdir -m 700 "$GNUPGHOME"
  gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-generate-key \
    'A dry run <nobody@example.invalid>' ed25519 sign 1d 2>"$scratch/gpg" || fail "gpg made no key: $(tail -n 1 "$scratch/gpg")"
}
