# Sourced by bin/release: what each artifact holds, in the form of CycloneDX. The lists of Maven come from its plugin;
# what else an artifact holds is listed from the artifact itself.
# shellcheck shell=sh disable=SC2154

# sbom NAME TYPE LIST COMPONENTS: the list of Maven for what is shaded into a jar, with the module itself as a component,
# and a file of further components, one JSON object a line.
sbom() {
  jq --sort-keys --arg name "$1" --arg type "$2" --arg version "$version" --arg time "$timestamp" --slurpfile more "$4" '
    { bomFormat, specVersion, version: 1,
      metadata: { timestamp: $time, component: { type: $type, "bom-ref": $name, name: $name, version: $version,
        licenses: [ { license: { id: "MIT" } } ] } },
      components: ([ .metadata.component | del(.externalReferences) ] + (.components // []) + $more | unique_by(."bom-ref")) }' \
    "$3" >"$out/sbom/$1.cdx.json"
}

sbom_of_jar() {
  : >"$scratch/more"
  sbom "baseten-ci-$version" application "$out/sbom/.command.json" "$scratch/more"
}

# sbom_of_archive NAME RUNTIME
sbom_of_archive() {
  runtime_component "$2" >"$scratch/more"
  sbom "$1" application "$out/sbom/.command.json" "$scratch/more"
}

# The Java runtime in a directory, by what it says of itself.
runtime_component() {
  value() { sed -n "s/^$2=\"\(.*\)\"\$/\1/p" "$1/release"; }
  jq --null-input --compact-output --arg vendor "$(value "$1" IMPLEMENTOR)" --arg full "$(value "$1" JAVA_RUNTIME_VERSION)" \
    --arg modules "$(value "$1" MODULES)" '
    { type: "platform", "bom-ref": "java-runtime", name: "OpenJDK", version: $full, supplier: { name: $vendor },
      cpe: ("cpe:2.3:a:oracle:openjdk:" + ($full | sub("[+].*"; "")) + ":*:*:*:*:*:*:*"),
      licenses: [ { expression: "GPL-2.0-only WITH Classpath-exception-2.0" } ],
      properties: [ { name: "modules", value: $modules } ] }'
}

# sbom_of_image NAME ROOT: from the files of the image. Its packages are noted in the form of images without a package
# manager, one file a package below var/lib/dpkg/status.d.
sbom_of_image() {
  runtime_component "$2/jre" >"$scratch/more"
  distribution=$(. "$2/usr/lib/os-release" && echo "$ID-$VERSION_ID")
  for package in "$2"/var/lib/dpkg/status.d/*; do
    case $package in
      *.md5sums) continue ;;
    esac
    field() { sed -n "s/^$1: //p" "$package"; }
    jq --null-input --compact-output --arg name "$(field Package)" --arg version "$(field Version)" \
      --arg architecture "$(field Architecture)" --arg distribution "$distribution" '
      ("pkg:deb/" + ($distribution | sub("-.*"; "")) + "/" + $name + "@" + ($version | @uri) + "?arch=" + $architecture + "&distro=" + $distribution) as $purl
      | { type: "library", "bom-ref": $purl, name: $name, version: $version, purl: $purl }'
  done >>"$scratch/more"
  # Native libraries among them, whoever brought them.
  (cd "$2" && { find app -type f && find jre -name '*.so'; } | LC_ALL=C sort) | while read -r file; do
    hash=$(sum "$2/$file")
    # It differs from build to build: see NOT-COMPARED.
    case $file in *.aot) hash= ;; esac
    jq --null-input --compact-output --arg name "/$file" --arg hash "$hash" '
      { type: "file", "bom-ref": $name, name: $name }
      + (if $hash == "" then {} else { hashes: [ { alg: "SHA-256", content: $hash } ] } end)'
  done >>"$scratch/more"
  sbom "$1" container "$out/sbom/.action.json" "$scratch/more"
}

# sbom_of_plugin NAME HPI: the jars below WEB-INF/lib by what they say of themselves, and the command that it carries.
sbom_of_plugin() {
  unzipped=$scratch/hpi
  rm -rf "$unzipped"
  mkdir "$unzipped"
  (cd "$unzipped" && unzip -q "$2")
  for library in "$unzipped"/WEB-INF/lib/*.jar; do
    case $library in
      # The plugin's own classes; the command is one of its files.
      */baseten.jar) continue ;;
    esac
    said=$(unzip -p "$library" 'META-INF/maven/*/pom.properties' | tr -d '\r' | sed -n 's/^\(groupId\|artifactId\|version\)=//; t keep; d; :keep; p')
    coordinates=$(unzip -p "$library" 'META-INF/maven/*/pom.properties' | tr -d '\r')
    part() { printf '%s\n' "$coordinates" | sed -n "s/^$1=//p" | head -n 1; }
    [ -n "$said" ] || fail "$(basename "$library") in the plugin does not say what it is"
    jq --null-input --compact-output --arg group "$(part groupId)" --arg name "$(part artifactId)" --arg version "$(part version)" '
      ("pkg:maven/" + $group + "/" + $name + "@" + $version + "?type=jar") as $purl
      | { type: "library", "bom-ref": $purl, group: $group, name: $name, version: $version, purl: $purl }'
  done >"$scratch/more"
  sbom "$1" application "$out/sbom/.command.json" "$scratch/more"
}
