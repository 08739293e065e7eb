#!/bin/sh
# Replaces the team key wherever it is on the first of a month, and revokes the old one a day later. For cron, every night:
#
#   17 3 * * *  . /etc/baseten/rotate.env && /opt/baseten/rotate.sh
#
# BASETEN_API_KEY_FILE  the file with the key; it is one of the places
# MINTING_KEY_FILE      a file with a key that may create and revoke keys
# GH_TOKEN              a token that may write the secrets below
# JENKINS_USER_ID, JENKINS_API_TOKEN, for the credential below
# ROTATE_ON             the day of the month; default 01
set -eu

# A rotation that waits for its end, or was stopped, goes first; it knows its own targets.
unfinished=$(baseten-ci keys rotate --status -q '[.rotations[] | select(.state != "DONE" and .state != "ROLLED_BACK")] | length')
if [ "$unfinished" -gt 0 ]; then
  exec baseten-ci keys rotate --resume --minting-key-file "$MINTING_KEY_FILE" --timeout 45m
fi

if [ "$(date +%d)" = "${ROTATE_ON:-01}" ]; then
  exec baseten-ci keys rotate --minting-key-file "$MINTING_KEY_FILE" --timeout 45m --overlap 24h \
    --target "file:$BASETEN_API_KEY_FILE" \
    --target github:acme/web/BASETEN_API_KEY \
    --target "jenkins:${JENKINS_URL:-https://ci.example.com}/credentials/store/system/domain/_/credential/team-key"
fi
