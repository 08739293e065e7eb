# Sourced by bin/release: the licence texts of all parts of an artifact.
# shellcheck shell=sh disable=SC2154

# licence_texts LIST DIRECTORY: a file for each library in a list of Maven. The text is the library's own, in its jar; for
# one under the MIT licence, whose texts differ in the copyright line alone, it may be made of that; the text of the
# Apache licence is one for all.
licence_texts() (
  jq -r '.components[] | select(.group != "io.github.baseten-ci")
    | [.group, .name, .version, (.licenses // [] | map(.license.id // .license.name // .expression) | join(" or "))] | @tsv' "$1" |
    LC_ALL=C sort -u >"$scratch/libraries"
  apache=$(echo "$libraries"/jackson-core-*.jar)
  while IFS='	' read -r group name its_version licences; do
    found=$libraries/$name-$its_version.jar
    {
      printf '%s:%s %s\n%s\n\n' "$group" "$name" "$its_version" "$licences"
      inside=$(unzip -Z1 "$found" | grep -i -E '^META-INF/([A-Za-z-]*-)?(LICEN[SC]E|COPYING|NOTICE)(\.(txt|md))?$' | sort)
      if [ -n "$inside" ]; then
        echo "$inside" | while read -r file; do
          printf '== %s ==\n\n' "$file"
          unzip -p "$found" "$file"
          echo
        done
      elif grep -q "^$name	" "$root/bin/lib/release/copyrights.txt"; then
        sed -n "s/^$name	//p" "$root/bin/lib/release/copyrights.txt"
        sed -n '/^Permission is/,$p' LICENSE
      else
        case $licences in
          *Apache-2.0*) unzip -p "$apache" META-INF/LICENSE ;;
          *) fail "there is no licence text for $group:$name ($licences); enter it in bin/lib/release/copyrights.txt" ;;
        esac
      fi
    } >"$2/$name.txt"
  done <"$scratch/libraries"
)
