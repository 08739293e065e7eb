# Run by action/Dockerfile in its first stage: puts together /rootfs, all that the image holds.
# shellcheck shell=sh
set -eu
root=/rootfs
mkdir -p $root/app $root/tmp $root/etc $root/usr/bin $root/usr/lib/locale
chmod 1777 $root/tmp

# A runtime of the one module that the action needs. Compressing it would make the layer larger.
"$JAVA_HOME/bin/jlink" --add-modules java.base --strip-java-debug-attributes --no-header-files --no-man-pages --output /jre
rm -rf /jre/legal /jre/bin/keytool
if command -v strip >/dev/null; then
  find /jre -name '*.so' -exec strip --strip-unneeded {} +
fi

# The entry points begin with "#!/usr/bin/env -S": no shell stands between runner and JVM, for a shell drops the
# variables with a dash in their name, and the options of other Java programs in the job do not reach this JVM. Nor does
# its locale: without UTF-8 the inputs could not be read. Linux before 5.1 reads 127 characters of that line.
install -m 755 /build/login /build/logout /app/
install -m 644 /build/args /app/

# The classes that a login and a logout load, over HTTPS, in the form that the JVM maps.
"$JAVA_HOME/bin/java" /build/Train.java /jre/bin/java /app

cp -a /jre $root/
cp -a /app $root/

# ARC in kubernetes mode needs sh, env and tail in every image.
for program in /bin/sh /usr/bin/env /usr/bin/tail; do
  cp -L $program $root/usr/bin/
done
ln -s usr/bin $root/bin
for locale in /usr/lib/locale/C.utf8 /usr/lib/locale/C.UTF-8; do
  if [ -d $locale ]; then cp -R -L $locale $root/usr/lib/locale/; fi
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
  done

printf 'root:x:0:0:root:/root:/bin/sh\n' >$root/etc/passwd
printf 'root:x:0:\n' >$root/etc/group
