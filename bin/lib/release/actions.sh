# Sourced by bin/release: the two actions as users get them, and the repository that the Marketplace takes.
# shellcheck shell=sh disable=SC2154

image_name=ghcr.io/baseten-ci/login

make_actions() {
  mkdir -p "$out/action/setup" "$out/login"
  if [ -n "${image_digest:-}" ]; then
    pinned=$image_name@$image_digest
  else
    pinned=$image_name:v$version
    not_made "the digest in action.yml" "there is no image on this machine to take it from"
  fi
  sed -e '/# The release writes this line/d' -e "s#^\( *image: docker://\).*#\1$pinned#" action/action.yml >"$out/action/action.yml"
  cp action/README.md "$out/action/"
  cp action/setup/install.sh "$out/action/setup/"
  awk -v version="$version" -v sum="$(sum "$out/baseten-ci.jar")" '
    /^  version:/ { input = "version" } /^  sha256:/ { input = "sha256" }
    /# Written by the release/ { next }
    /^    default:/ { $0 = "    default: " (input == "version" ? version : sum) }
    { print }' action/setup/action.yml >"$out/action/setup/action.yml"

  # The Marketplace takes a repository with one action in its root and no workflow.
  cp "$out/action/action.yml" LICENSE "$out/login/"
  sed "s#@VERSION@#$version#g" "$root/bin/lib/release/login.md" >"$out/login/README.md"
}

# What the release says of itself, from the changelog.
make_notes() {
  {
    if grep -q "^## \[$version\]" CHANGELOG.md; then section "$version"; else section Unreleased; fi
  } | sed -e '/./,$!d' >"$out/notes.md"
  [ -s "$out/notes.md" ] || fail "CHANGELOG.md says nothing of $version"
}
