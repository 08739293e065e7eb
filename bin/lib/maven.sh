#!/bin/sh
# Prints the path of a Maven that the Jenkins plugin can be built with: that on PATH, or one that it fetches.
set -eu

version=3.9.11
root=$(CDPATH='' cd "$(dirname "$0")/../.." && pwd -P)

# 3.9.6 is what the parent POM of all Jenkins plugins asks for.
found=$(mvn -v </dev/null | sed -n 's/^.*Apache Maven \([0-9.]*\).*$/\1/p')
if [ "$(printf '%s\n' 3.9.6 "$found" | sort -V | head -n 1)" = 3.9.6 ]; then
  command -v mvn
  exit 0
fi

maven=$root/target/apache-maven-$version/bin/mvn
if [ ! -x "$maven" ]; then
  echo "Maven $found is too old for the Jenkins plugin; fetching $version." >&2
  mvn -q -B -ntp -N -f "$root/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack \
    "-Dartifact=org.apache.maven:apache-maven:$version:zip:bin" "-DoutputDirectory=$root/target" </dev/null >&2
  chmod +x "$maven"
fi
echo "$maven"
