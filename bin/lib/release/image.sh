# Sourced by bin/release: the image of the action, for this machine's processor.
# shellcheck shell=sh disable=SC2154

image_tag=localhost/baseten-login-release

# It runs in an exported tree whose target/containers is this repository's.
make_image() {
  image_file=baseten-login-$version-$platform
  case $platform in
    linux-*) ;;
    *) not_made "$image_file.oci.tar" "an image of Linux is made on Linux" && return ;;
  esac
  missing=$(containers_missing)
  # The public base has a JDK of its own.
  if [ -z "$image_base" ]; then missing=$(echo "$missing" | grep -v 'JDK 25' || :); fi
  if [ -n "$missing" ]; then
    not_made "$image_file.oci.tar" "$missing"
    return
  fi
  licences=action/image/licences
  mkdir -p "$licences"
  licence_texts "$out/sbom/.action.json" "$licences"
  cp LICENSE "$licences/"
  # Where a build of the action alone puts them, and the image looks for them.
  cp action/login/target/quick/*.jar action/login/target/
  # shellcheck disable=SC2086
  bin/image --jar action/login/target/quick/baseten-login.jar $image_base --tag "$image_tag" >/dev/null
  archive=$out/$image_file.oci.tar
  rm -f "$archive"
  buildah_ push -q --digestfile "$scratch/digest" "$image_tag" "oci-archive:$archive:v$version"
  image_digest=${image_digest:-$(cat "$scratch/digest")}
  container=$(buildah_ from --pull-never "$image_tag")
  sbom_of_image "$image_file" "$(buildah_ mount "$container")"
  buildah_ rm "$container" >/dev/null
}
