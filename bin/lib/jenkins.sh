# Sourced by other scripts, in the project's directory.

# Whether the Jenkins plugin can be built here: its parent POM is in a repository of the Jenkins project.
jenkins_resolves() {
  # An old Maven says no here for its age alone, which bin/lib/maven.sh mends.
  ! mvn -B -ntp -N -f jenkins-plugin/pom.xml validate 2>&1 </dev/null | grep -q 'Non-resolvable'
}

# What to say when it cannot.
# shellcheck disable=SC2034
jenkins_unreachable="the Jenkins plugin cannot be built here, since its parent POM cannot be fetched; let Maven reach the \
repository that jenkins-plugin/pom.xml names, or a mirror of it"
