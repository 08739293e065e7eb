# Sourced: builds and runs containers where no daemon and no registry may be there. Images go to target/containers.
# shellcheck shell=sh disable=SC2034,SC2154

storage=$root/target/containers
local_base=localhost/baseten-build-base-2

# Podman takes no longer path for what runs. Where there is a short one, it is of this user alone.
running=$storage/run
if [ ${#running} -gt 50 ]; then
  running=/tmp/baseten-ci-run-$(printf %s "$root" | cksum | cut -d ' ' -f 1)
fi
# A container in a container has no control groups of its own, and no overlay file system.
store_flags="--storage-driver vfs --root $storage/storage --runroot $running"
build_flags="--isolation chroot --layers=false"
run_flags="--network=host --ulimit nofile=1024:1024 --ulimit nproc=4096:4096"

# own_directory DIRECTORY: makes it for this user alone; 1, and a sentence, where somebody else has.
own_directory() {
  mkdir -p "$(dirname "$1")" && { mkdir -m 700 "$1" 2>/dev/null || { [ -O "$1" ] && [ ! -h "$1" ]; }; } && return
  echo "$1 belongs to another user; remove it." >&2
  return 1
}

buildah_() {
  own_directory "$running" || return 1
  # shellcheck disable=SC2086
  buildah $store_flags ${BUILDAH_FLAGS:-} "$@"
}

podman_() {
  own_directory "$running" || return 1
  # Where both are there, crun refuses the control groups of a container in a container.
  if command -v runc >/dev/null; then set -- --runtime runc "$@"; fi
  # shellcheck disable=SC2086
  podman $store_flags --cgroup-manager cgroupfs ${PODMAN_FLAGS:-} "$@"
}

# Says why no container can be run here from a directory, or nothing.
podman_missing() {
  for program in podman dpkg; do
    command -v $program >/dev/null || { echo "there is no $program" && return; }
  done
  [ "$(id -u)" = 0 ] || echo "only root can fill the root directory of a container"
}

# Says why no image can be built and run here, or nothing.
containers_missing() {
  for program in buildah podman; do
    command -v $program >/dev/null || { echo "there is no $program" && return; }
  done
  [ "$(id -u)" = 0 ] || { echo "only root can build the image without a registry" && return; }
  find_jdk25 || echo "there is no JDK 25 here; name one in JAVA25_HOME"
}

# Sets $java25, the directory of a JDK 25 or later on this machine; 1 when there is none.
find_jdk25() {
  for java25 in "${JAVA25_HOME:-}" "${JAVA_HOME_25_X64:-}" "${JAVA_HOME_25_ARM64:-}" /usr/lib/jvm/*25* "${JAVA_HOME:-}"; do
    if [ -n "$java25" ] && [ -x "$java25/bin/jlink" ] && grep -q '^JAVA_VERSION="2[5-9]' "$java25/release"; then
      return
    fi
  done
  return 1
}

# Copies the files of a few Debian packages, as installed here, into a directory that can be the root of a container. It has
# no /tmp, and a locale C.UTF-8. More packages are named behind it.
fill_root() {
  filled=$1
  shift
  list=$(mktemp)
  mkdir -p "$filled/usr/bin" "$filled/usr/sbin" "$filled/usr/lib" "$filled/usr/lib64" "$filled/opt" "$filled/root"
  for link in bin sbin lib lib64; do ln -sfn usr/$link "$filled/$link"; done
  for package in dash bash coreutils libc-bin libc6 libacl1 libattr1 libgmp10 libpcre2-8-0 libselinux1 libtinfo6 \
    grep sed findutils debianutils zlib1g libgcc-s1 libstdc++6 "$@"; do
    dpkg -L "$package" 2>/dev/null || :
  done | sort -u | while read -r file; do
    if [ ! -d "$file" ] || [ -h "$file" ]; then echo "$file"; fi
  done >"$list"
  # Packages name files in /bin and /lib, which are links into /usr.
  tar -C / --ignore-failed-read --no-recursion -cf - -T "$list" 2>/dev/null |
    tar -C "$filled" --keep-directory-symlink -xf -
  rm -f "$list"
}

# An image with the files of a few Debian packages, as installed here, and the JDK.
make_local_base() {
  find_jdk25 || { echo "There is no JDK 25 here; name one in JAVA25_HOME." >&2 && return 1; }
  if [ -n "$(buildah_ images -q "$local_base" 2>/dev/null)" ]; then return; fi
  mkdir -p "$storage"
  base=$(buildah_ from scratch)
  mount=$(buildah_ mount "$base")
  fill_root "$mount" \
    binutils "binutils-$(uname -m | tr _ -)-linux-gnu" libbinutils libctf0 libctf-nobfd0 libjansson4 libzstd1 \
    base-files dpkg libmd0
  mkdir -p "$mount/tmp" "$mount/var/lib/dpkg"
  # What is copied from it is traced to its package.
  cp -R /var/lib/dpkg/status /var/lib/dpkg/info "$mount/var/lib/dpkg/"
  # Debian keeps the trusted certificates elsewhere, and links to them.
  cp -RL --preserve=mode,timestamps "$java25/." "$mount/opt/jdk"
  rm -f "$mount/opt/jdk/lib/src.zip"
  buildah_ config --env JAVA_HOME=/opt/jdk --env PATH=/usr/bin:/bin "$base"
  buildah_ umount "$base" >/dev/null
  buildah_ commit -q --rm "$base" "$local_base"
}
