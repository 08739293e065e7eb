# Sourced by bin/release: whether two builds are the same.
# shellcheck shell=sh disable=SC2154

# What two builds have in different bytes, by the end of its path in an artifact, and why that is so.
differing='/\(login\|baseten-ci\)\.aot$'
why_differing="the JVM writes its cache of classes with the addresses and the profile of that one run, so it is made once for a release"

# compare FIRST SECOND: ends the script at the first file that differs; FIRST/NOT-COMPARED gets what may.
compare() {
  (cd "$1" && find . -type f | sort) >"$scratch/first"
  (cd "$2" && find . -type f | sort) >"$scratch/second"
  diff "$scratch/first" "$scratch/second" >&2 || fail "the two builds made different files"
  while read -r file; do
    if cmp -s "$1/$file" "$2/$file"; then continue; fi
    file=${file#./}
    case $file in
      *.tar.gz | *.deb | *.oci.tar)
        files_inside "$1/$file" >"$scratch/files.1"
        files_inside "$2/$file" >"$scratch/files.2"
        diff "$scratch/files.1" "$scratch/files.2" >&2 || fail "the two builds of $file differ in more than a cache of classes"
        echo "$file: what lies in it is compared, but for $(differing_file "$file"): $why_differing" >>"$1/NOT-COMPARED"
        ;;
      action/action.yml | login/action.yml)
        [ "$(sed 's/@sha256:.*//' "$1/$file")" = "$(sed 's/@sha256:.*//' "$2/$file")" ] || fail "the two builds differ in $file"
        echo "$file: the digest of the image, in which the cache of classes is" >>"$1/NOT-COMPARED"
        ;;
      *) fail "the two builds differ in $file" ;;
    esac
  done <"$scratch/first"
}

differing_file() {
  case $1 in
    *.oci.tar) echo app/login.aot ;;
    *) echo lib/baseten-ci.aot ;;
  esac
}

# The files of an archive with mode, owner, time and sum, without those that may differ.
files_inside() {
  inside=$scratch/inside
  rm -rf "$inside"
  mkdir -p "$inside/files"
  case $1 in
    *.tar.gz) echo "$1" ;;
    *.deb)
      dpkg-deb --fsys-tarfile "$1" | gzip -1 >"$inside/data.tar.gz"
      dpkg-deb --ctrl-tarfile "$1" | tar -C "$inside" -xf - ./control
      # The size of the cache is in it.
      grep -v '^Installed-Size' "$inside/control" >&3
      echo "$inside/data.tar.gz"
      ;;
    *.oci.tar)
      tar -C "$inside" -xf "$1"
      blob() { sed "s#:#/#; s#^#$inside/blobs/#"; }
      jq -r '.manifests[0].digest' "$inside/index.json" | blob | xargs jq -r '.layers[].digest' | blob
      ;;
  esac 3>"$inside/said" >"$inside/tarballs"
  cat "$inside/said"
  while read -r tarball; do
    tar --numeric-owner -tvzf "$tarball" | grep -v "$differing" || :
    tar -C "$inside/files" -xzf "$tarball"
  done <"$inside/tarballs"
  (cd "$inside/files" && find . -type f -exec sha256sum {} + | grep -v "$differing" | sort -k2)
}
