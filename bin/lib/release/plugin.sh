# Sourced by bin/release: the Jenkins plugin.
# shellcheck shell=sh disable=SC2154

make_plugin() {
  if ! jenkins_resolves; then
    not_made baseten.hpi "$jenkins_unreachable"
    return
  fi
  "$mvn" -q -B -ntp -Pjenkins,quick -Dmaven.test.skip -Dspotbugs.skip -Dspotless.check.skip -Dmaven.javadoc.skip \
    -pl jenkins-plugin -am package "-Dproject.build.outputTimestamp=$timestamp" </dev/null >&2
  cp jenkins-plugin/target/baseten.hpi "$out/"
  # For whoever tries it: the plugins that a Jenkins needs for it and for a Pipeline.
  rm -rf "$root/target/release/plugins"
  cp -R jenkins-plugin/target/test-classes/test-dependencies "$root/target/release/plugins"
  sbom_of_plugin "baseten-jenkins-plugin-$version" "$out/baseten.hpi"
}
