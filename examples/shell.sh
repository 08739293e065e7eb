#!/bin/sh
# Logs in for a whole script, and out when it ends, whatever happens.
# The CI sets BASETEN_API_KEY from its secret store; baseten-ci is on PATH.
set -eu

baseten-ci auth login
trap 'baseten-ci auth logout' EXIT
unset BASETEN_API_KEY # from here on the two tools read their files

baseten-ci whoami
# truss push --non-interactive
# baseten model push
