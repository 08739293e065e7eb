#!/bin/sh
# .buildkite/hooks/pre-exit: Buildkite runs it when a job ends, also after a failed or cancelled one.
set -eu

.baseten-ci/bin/baseten-ci job logout
