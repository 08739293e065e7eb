# Sourced by bin/demo: a job that has an identity and no key, against a sandbox of its own that gives the identity tokens.
# It reads what bin/demo sets: $scratch.
# shellcheck shell=sh disable=SC2154

identity_sandbox=

demo_keyless() {
  printf '\n== Without a key ==\n'
  printf '\n$ %s\n' "baseten-ci sandbox --port 0 --identity-of acme/models --ready-file ready-identity &"
  baseten-ci sandbox --port 0 --identity-of acme/models --ready-file "$scratch/ready-identity" \
    >"$scratch/identity.out" 2>&1 </dev/null &
  identity_sandbox=$!
  await_sandbox "$identity_sandbox" "$scratch/ready-identity" "$scratch/identity.out"

  # The sandbox prints the variables of the job, which GitHub sets in a job that has the permission id-token: write.
  before="BASETEN_REMOTE_URL=$BASETEN_REMOTE_URL BASETEN_MANAGEMENT_API_URL_OVERRIDE=$BASETEN_MANAGEMENT_API_URL_OVERRIDE"
  # The sandbox answers a moment before it prints them.
  until grep -q 'BASETEN_TRUST_RULE=' "$scratch/identity.out" || [ "$waited" -ge 60 ]; do
    sleep 1
    waited=$((waited + 1))
  done
  variables=$(sed -n 's/^  export //p' "$scratch/identity.out")
  [ -n "$variables" ] || fail "the sandbox printed no variables"
  set -f
  # The word splitting is meant.
  # shellcheck disable=SC2086
  export $variables
  set +f

  step baseten-ci identity show
  step baseten-ci exec --allow-unknown-remote -- \
    sh -c 'echo "key in a variable: ${BASETEN_API_KEY:-none}"; grep -e "^oauth_access_token" "$USER_TRUSSRC_PATH"'
  grep -qxF 'key in a variable: none' "$scratch/output" || fail "the command had a key"
  grep -qxF 'oauth_access_token = ****' "$scratch/output" || fail "exec did not hide the token that its command printed"
  if has truss; then step baseten-ci exec --allow-unknown-remote -- truss whoami; fi
  [ -z "$(find "$HOME" -type f ! -path '*/truss/*')" ] || fail "the login without a key left a file in the private HOME"
  proved "the job's identity logged in; there was no key, and no file is left"

  unset ACTIONS_ID_TOKEN_REQUEST_URL ACTIONS_ID_TOKEN_REQUEST_TOKEN BASETEN_TRUST_RULE BASETEN_TRUST_RULE_AUDIENCE
  # shellcheck disable=SC2086
  export $before
}
