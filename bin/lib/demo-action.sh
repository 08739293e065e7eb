# Sourced by bin/demo: the GitHub Action as its runner starts it, main, a later step and post, each a process of its own.
# It reads what bin/demo sets: $root, $scratch, $key, $url, $java, $action_jar.
# shellcheck shell=sh disable=SC2154

# The directories of a runner, and links for what its containers see of them.
runner_directories() {
  temp=$scratch/runner/work/_temp
  container=$scratch/runner/container
  mkdir -p "$temp/_github_home" "$temp/_github_workflow" "$temp/_runner_file_commands" "$scratch/runner/workspace" "$container/github"
  ln -s "$temp/_github_home" "$container/github/home"
  ln -s "$temp/_github_workflow" "$container/github/workflow"
  ln -s "$temp/_runner_file_commands" "$container/github/file_commands"
  ln -s "$temp" "$container/github/runner_temp"
  ln -s "$scratch/runner/workspace" "$container/github/workspace"
  echo '{}' >"$temp/_github_workflow/event.json"
}

# What is printed reaches the log masked, as the runner does it.
masked() {
  LC_ALL=C KEY=$key awk '{
    out = ""; rest = $0
    while ((i = index(rest, ENVIRON["KEY"])) > 0) { out = out substr(rest, 1, i - 1) "***"; rest = substr(rest, i + length(ENVIRON["KEY"])) }
    print out rest
  }'
}

# stage NAME [VARIABLE...]: runs the entry point with the environment that the runner gives to a container action.
stage() {
  entry=$1
  shift
  files=$temp/_runner_file_commands
  for kind in env output state path summary; do : >"$files/$kind"; done
  status=0
  # The key is inherited, for it belongs into no argument list.
  env HOME=/github/home CI=true GITHUB_ACTIONS=true GITHUB_REPOSITORY=acme/models GITHUB_JOB=deploy \
    GITHUB_RUN_ID=1 GITHUB_RUN_ATTEMPT=1 GITHUB_EVENT_NAME=push GITHUB_ACTOR=octocat GITHUB_WORKSPACE=/github/workspace \
    GITHUB_EVENT_PATH=/github/workflow/event.json RUNNER_TEMP=/github/runner_temp RUNNER_OS=Linux \
    GITHUB_ENV=/github/file_commands/env GITHUB_OUTPUT=/github/file_commands/output GITHUB_STATE=/github/file_commands/state \
    GITHUB_PATH=/github/file_commands/path GITHUB_STEP_SUMMARY=/github/file_commands/summary \
    "BASETEN_ACTION_HOST_TEMP=host:$temp" INPUT_API-KEY=- INPUT_REMOTE=demo INPUT_ALLOW-UNKNOWN-REMOTE=true "INPUT_REMOTE-URL=$url" "INPUT_SANDBOX-URL=$url" \
    "$@" "$java" -Xshare:auto "-Dbaseten.login.root=$container" -jar "$action_jar" "/app/$entry" \
    >"$scratch/stage" 2>&1 </dev/null || status=$?
  # The runner keeps what it is to mask to itself, and debug lines too.
  sed '/^::add-mask::/d; /^::debug::/d' "$scratch/stage" | masked | sed 's/^/  | /'
  [ "$status" -eq 0 ] || fail "the action's $entry ended with exit code $status"
}

# The names and values of a command file, one NAME=value a line.
entries() {
  awk '/<</ && !end { at = index($0, "<<"); name = substr($0, 1, at - 1); end = substr($0, at + 2); value = ""; next }
    end && $0 == end { print name "=" value; end = ""; next }
    end { value = value == "" ? $0 : value " " $0; next }' "$1"
}

demo_action() {
  printf '\n== The GitHub Action: main, a later step, and post ==\n'
  runner_directories
  export BASETEN_API_KEY="$key"
  printf '\n%s\n' "- uses: .../action      # with remote: demo, allow-unknown-remote: true; the key is in the job's environment"
  stage login
  unset BASETEN_API_KEY
  grep -q '^::add-mask::' "$scratch/stage" || fail "the action asked for no mask"
  proved "the runner is asked to mask the key in $(grep -c '^::add-mask::' "$scratch/stage") forms"
  entries "$files/env" >"$scratch/exported"
  entries "$files/state" >"$scratch/state"
  printf '  later steps get:\n'
  masked <"$scratch/exported" | sed 's/^/  | /'
  printf '  post gets:\n'
  masked <"$scratch/state" | sed 's/^/  | /'
  if holds_key "$scratch/exported"; then fail "a variable of later steps holds the key"; fi
  proved "no variable of later steps holds the key"

  printf '\n%s\n' "- run: $(has truss && echo truss || echo baseten-ci) whoami"
  while IFS= read -r line; do export "${line%%=*}=${line#*=}"; done <"$scratch/exported"
  if has truss; then step truss whoami --remote demo; fi
  step baseten-ci whoami

  printf '\n%s\n' "  the job ends: post"
  set --
  while IFS= read -r line; do set -- "$@" "STATE_$line"; done <"$scratch/state"
  stage logout "$@"
  entries "$files/env" >"$scratch/exported"
  while IFS= read -r line; do export "${line%%=*}=${line#*=}"; done <"$scratch/exported"
  refused baseten-ci auth status
  if holds_key "$scratch/runner"; then fail "a directory of the runner still holds the key"; fi
  proved "no directory of the runner holds the key any more"
}
