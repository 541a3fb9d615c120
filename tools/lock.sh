#!/usr/bin/env bash
# Writes the lock files from the *.in lists: exact pins with the hashes of every wheel, no index address.
# Pins that still fit stay; `tools/lock.sh --upgrade` renews them.
set -euo pipefail
cd "$(dirname "$0")/.."
tools/setup.sh lock

lock() { # in out [options]
  echo "lock: $2"
  .cache/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --only-binary :all: --generate-hashes \
    --no-emit-index-url --no-annotate --custom-compile-command 'make lock' --output-file "$2" "$1" "${@:3}"
}

lock layers/dependencies/requirements.in layers/dependencies/requirements.txt "$@"
lock tools/requirements/dev.in tools/requirements/dev.txt --constraints layers/dependencies/requirements.txt "$@"
for tool in sam ministack lock; do lock "tools/requirements/$tool.in" "tools/requirements/$tool.txt" "$@"; done
