# Sourced by other scripts, in the project's directory.

# Whether the Jenkins plugin can be built here: its parent POM is in a repository of the Jenkins project.
jenkins_resolves() {
  # An old Maven says no here for its age alone, which bin/lib/maven.sh mends.
  ! mvn -B -ntp -N -f jenkins-plugin/pom.xml validate 2>&1 </dev/null | grep -q 'Non-resolvable'
}
