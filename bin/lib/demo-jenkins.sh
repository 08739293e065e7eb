#!/bin/sh
# Run by bin/demo jenkins: starts a throw-away Jenkins with the plugin, a credential, a sample pipeline and the sandbox on
# this machine, shows the log of the pipeline, prints the address, and cleans up when it is interrupted.
# With --once it ends after the pipeline. Whoever is on this machine can use that Jenkins while it runs.
# With --once DIRECTORY it builds nothing, and takes the plugin and the command that bin/release has made there.
set -eu

root=$(CDPATH='' cd "$(dirname "$0")/../.." && pwd -P)
cd "$root"
. bin/lib/java.sh
. bin/lib/jenkins.sh
find_java
if ! jenkins_resolves; then
  echo "bin/demo jenkins: $jenkins_unreachable" >&2
  exit 1
fi
made=${2-}
command=bin/baseten-ci
if [ -n "$made" ]; then
  hpi=$made/baseten.hpi needed=$root/target/release/plugins
else
  "$command" --version >/dev/null
  echo "Building the plugin, and fetching Jenkins with the plugins that it needs (some minutes)." >&2
  hpi=$(bin/plugin)
  needed=jenkins-plugin/target/test-classes/test-dependencies
fi
mvn=$(bin/lib/maven.sh)
version=$(sed -n 's#.*<jenkins.baseline>\(.*\)</jenkins.baseline>.*#\1#p' jenkins-plugin/pom.xml)$(
  sed -n 's#.*<jenkins.version>${jenkins.baseline}\(.*\)</jenkins.version>.*#\1#p' jenkins-plugin/pom.xml
)
"$mvn" -q -B -ntp -N -f jenkins-plugin/pom.xml org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
  "-Dartifact=org.jenkins-ci.main:jenkins-war:$version:war" "-DoutputDirectory=$root/jenkins-plugin/target/demo" \
  -Dmdep.stripVersion=true </dev/null >&2

# From here on: what was built and installed above is for other users, too.
umask 077
scratch=$(mktemp -d "${TMPDIR:-/tmp}/baseten-ci-demo.XXXXXX")
sandbox=
jenkins=
clean_up() {
  for process in $jenkins $sandbox; do
    if kill "$process" 2>/dev/null; then
      wait "$process" 2>/dev/null || :
    fi
  done
  rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
  echo "The demo failed: $1." >&2
  exit 1
}

# await FILE PROCESS NAME: until the file holds something.
await() {
  until [ -s "$1" ]; do
    kill -0 "$2" 2>/dev/null || { cat "$scratch/$3.log" >&2; fail "$3 did not start"; }
    sleep 1
  done
}

for name in $(env | sed -n 's/^\(BASETEN_[A-Za-z0-9_]*\)=.*/\1/p'); do unset "$name"; done
random() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }
key=$(random 4).$(random 16)
if [ -n "$made" ]; then
  tar -C "$scratch" -xzf "$(echo "$made"/baseten-ci-*.tar.gz | tr ' ' '\n' | grep '/baseten-ci-[0-9.]*\.tar\.gz$')"
  command=$(echo "$scratch"/baseten-ci-*/bin/baseten-ci)
fi
DEMO_KEY=$key "$command" sandbox --port 0 --key-env DEMO_KEY --ready-file "$scratch/url" --log-file "$scratch/calls" \
  >"$scratch/sandbox.log" 2>&1 </dev/null &
sandbox=$!
await "$scratch/url" "$sandbox" sandbox
url=$(cat "$scratch/url")

home=$scratch/jenkins
mkdir -p "$home/plugins" "$home/jobs/deploy" "$home/init.groovy.d" "$scratch/secrets"
cp "$needed"/*.hpi "$home/plugins/"
cp "$hpi" "$home/plugins/baseten.hpi"
printf '%s' "$key" >"$scratch/secrets/BASETEN_TEAM_KEY"
cat >"$home/jenkins.yaml" <<EOF
jenkins:
  systemMessage: "A throw-away Jenkins of the baseten-ci demo. It asks the sandbox on this machine and no account."
credentials:
  system:
    domainCredentials:
      - credentials:
          - basetenApiKey:
              scope: GLOBAL
              id: baseten-team-key
              secret: \${BASETEN_TEAM_KEY}
              remoteUrl: $url
unclassified:
  baseten:
    trustedUrls: "$url"
EOF
if truss=$(bin/peers --path truss); then
  ask='truss whoami --remote demo'
  login='credentialsId: "baseten-team-key", remote: "demo", allowUnknownRemote: true'
  tools=$(dirname "$truss")
else
  ask='baseten-ci whoami'
  login='credentialsId: "baseten-team-key", remote: "demo", tool: true'
  tools=/usr/bin
fi
cat >"$home/jobs/deploy/config.xml" <<EOF
<flow-definition plugin="workflow-job">
  <definition class="org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition" plugin="workflow-cps">
    <script>
node {
    withEnv(['PATH+TOOLS=$tools', 'TRUSS_NO_UPDATE_CHECK=1']) {
        withBaseten($login) {
            sh '$ask'
            sh 'echo "the key is \$BASETEN_API_KEY"'
        }
        sh 'echo "after the block the key is \${BASETEN_API_KEY:-gone}"'
    }
}
    </script>
    <sandbox>true</sandbox>
  </definition>
</flow-definition>
EOF
cat >"$home/init.groovy.d/build.groovy" <<EOF
jenkins.model.Jenkins.get().getItem('deploy').scheduleBuild2(0)
new File('$scratch/ready').text = 'ready'
EOF
port=$("$java" bin/lib/FreePort.java)
JENKINS_HOME=$home CASC_JENKINS_CONFIG=$home/jenkins.yaml SECRETS=$scratch/secrets \
  "$java" -Djenkins.install.runSetupWizard=false -Djava.awt.headless=true -jar jenkins-plugin/target/demo/jenkins-war.war \
  --httpListenAddress=127.0.0.1 "--httpPort=$port" >"$scratch/jenkins.log" 2>&1 </dev/null &
jenkins=$!
echo "Starting Jenkins at http://127.0.0.1:$port/" >&2
await "$scratch/ready" "$jenkins" jenkins

build=$home/jobs/deploy/builds/1
until grep -qs '<completed>true</completed>' "$build/build.xml"; do
  kill -0 "$jenkins" 2>/dev/null || fail "Jenkins ended"
  sleep 1
done
echo
echo "http://127.0.0.1:$port/job/deploy/1/console"
# Jenkins keeps notes for its pages in the log.
sed "s/$(printf '\033')\[8m[^$(printf '\033')]*$(printf '\033')\[0m//g; s/^/  | /" "$build/log"
grep -q '<result>SUCCESS</result>' "$build/build.xml" || fail "the pipeline ended with something else than success"
grep -q 'the key is \*\*\*\*' "$build/log" || fail "the log shows no mask"
if find "$home/jobs" "$scratch/jenkins.log" "$scratch/calls" -type f -exec cat {} + |
  LC_ALL=C SECRET=${key#*.} awk 'index($0, ENVIRON["SECRET"]) { found = 1 } END { exit !found }'; then
  fail "the key stands in a log or in a file of the build"
fi
echo "  proved: the pipeline was logged in, and no log and no file of the build holds the key"
[ "${1-}" != --once ] || exit 0
echo
echo "Jenkins: http://127.0.0.1:$port/  (Ctrl-C ends it and deletes all of it)"
wait "$jenkins"
