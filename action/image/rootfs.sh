# Run by action/Dockerfile in its first stage: puts together /rootfs, all that the image holds.
# shellcheck shell=sh
set -eu
root=/rootfs
mkdir -p $root/app $root/tmp $root/etc $root/usr/bin $root/usr/lib/locale
chmod 1777 $root/tmp

# A runtime of the modules that the action needs (Conscrypt wants java.logging). Compressing it would make the layer larger.
"$JAVA_HOME/bin/jlink" --add-modules java.base,java.logging --strip-java-debug-attributes --no-header-files --no-man-pages --output /jre
rm -f /jre/bin/keytool /jre/lib/jrt-fs.jar /jre/lib/classlist /jre/lib/libsimdsort.so
mkdir -p $root/usr/share/licenses
mv /jre/legal $root/usr/share/licenses/jre
# A release brings the texts of what is in the jar.
if [ -d /build/licences ]; then cp -R /build/licences $root/usr/share/licenses/baseten-login; fi
if command -v strip >/dev/null; then
  find /jre -name '*.so' -exec strip --strip-unneeded {} +
fi

# The native library becomes a file of the runtime, so that no start has to unpack it. A machine without one has Java's TLS.
mkdir /unpacked
(
  cd /unpacked
  "$JAVA_HOME/bin/jar" xf /app/baseten-login.jar
  library=META-INF/native/libconscrypt_openjdk_jni-linux-$(uname -m | sed 's/aarch64/aarch_64/').so
  if [ -f "$library" ]; then install -m 755 "$library" /jre/lib/; fi
  rm -rf META-INF/native
  # This JVM alone reads the jar, so the classes for newer versions take the place of the others.
  if [ -d META-INF/versions ]; then
    for version in $(ls META-INF/versions | sort -n); do cp -R "META-INF/versions/$version/." .; done
    rm -rf META-INF/versions
    sed -i '/^Multi-Release/d' META-INF/MANIFEST.MF
  fi
  # In an order and with a time that do not differ from build to build.
  find . -type f ! -path ./META-INF/MANIFEST.MF | LC_ALL=C sort >/build/files
  "$JAVA_HOME/bin/jar" --create --file /build/smaller.jar --manifest META-INF/MANIFEST.MF --date 2026-01-01T00:00:00Z @/build/files
  # The JVM compares the time, of which the layers of an image keep whole seconds.
  touch -r /app/baseten-login.jar /build/smaller.jar
  mv /build/smaller.jar /app/baseten-login.jar
)

# The trusted certificates by name, since a login needs one of them and reading all takes longer than the login.
/jre/bin/java -cp /app/baseten-login.jar io.github.basetenci.action.tls.Authorities /jre/lib/security/cacerts /app/authorities

# The comments of this file take milliseconds of every start.
sed -i -e '/^[[:space:]]*#/d' -e '/^[[:space:]]*$/d' /jre/conf/security/java.security

# The entry points begin with "#!/usr/bin/env -S": no shell stands between runner and JVM, for a shell drops the
# variables with a dash in their name, and the options of other Java programs in the job do not reach this JVM. Nor does
# its locale: without UTF-8 the inputs could not be read. Linux before 5.1 reads 127 characters of that line.
install -m 755 /build/login /build/logout /app/
install -m 644 /build/args /build/NOTICE /app/
# The layer of a release has one time for all files, and a JVM refuses a cache of a jar with another time.
if [ -n "${SOURCE_DATE_EPOCH:-}" ]; then find /app /jre -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +; fi

# The classes that a login and a logout load, over HTTPS, in the form that the JVM maps.
"$JAVA_HOME/bin/java" /build/Train.java /jre/bin/java /app

cp -a /jre $root/
cp -a /app $root/

# note FILE: the package of Debian that a copied file is from, in the form of images without a package manager, which
# scanners read; and the package's licence.
note() {
  command -v dpkg-query >/dev/null || return 0
  real=$(readlink -f "$1")
  # Some packages name their files in /lib and /bin, which are links into /usr.
  for name in "$1" "$real" "/usr$1" "${real#/usr}"; do
    package=$(dpkg-query -S "$name" 2>/dev/null | grep -v '^diversion' | sed 's/[:,].*//; q')
    if [ -n "$package" ]; then break; fi
  done
  if [ -z "$package" ]; then
    echo "$1 is of no package, so nobody could tell what is in the image." >&2
    return 1
  fi
  mkdir -p $root/var/lib/dpkg/status.d "$root/usr/share/doc/$package"
  dpkg-query -s "$package" 2>/dev/null | sed '/^Status:/d' >"$root/var/lib/dpkg/status.d/$package"
  cp -L "/usr/share/doc/$package/copyright" "$root/usr/share/doc/$package/"
  echo "$2" >>"$root/var/lib/dpkg/status.d/$package.md5sums"
}

# ARC in kubernetes mode needs sh, env and tail in every image.
for program in /bin/sh /usr/bin/env /usr/bin/tail; do
  cp -L $program $root/usr/bin/
  note $program "$(cd $root && md5sum "usr/bin/${program##*/}")"
done
ln -s usr/bin $root/bin
for locale in /usr/lib/locale/C.utf8 /usr/lib/locale/C.UTF-8; do
  if [ -d $locale ]; then
    cp -R -L $locale $root/usr/lib/locale/
    note $locale "$(cd $root && find .$locale -type f -exec md5sum {} + | sed 's#  \./#  #')"
  fi
done

# Their libraries, and the loader that the programs name.
{
  ldd /bin/sh /usr/bin/env /usr/bin/tail
  export LD_LIBRARY_PATH=/jre/lib:/jre/lib/server
  find /jre '(' -name '*.so' -o -path /jre/bin/java ')' -exec ldd {} +
} 2>/dev/null |
  grep -o '/[^ ]*\.so[^ ]*' | grep -v '^/jre/' | sed 's/:$//' | sort -u |
  while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
    note "$library" "$(cd $root && md5sum "${library#/}")"
  done
if [ -e /usr/lib/os-release ]; then cp -L /usr/lib/os-release $root/usr/lib/; fi

printf 'root:x:0:0:root:/root:/bin/sh\n' >$root/etc/passwd
printf 'root:x:0:\n' >$root/etc/group
