#!/usr/bin/env bash
# Makes the environments that the other verbs use; says what it does, and is done at once when nothing has changed.
#
#   tools/setup.sh          .venv (package, tests, checks), .cache/sam (SAM CLI), .cache/ministack (the local cloud)
#   tools/setup.sh lock     .cache/lock (what `make lock` resolves with)
#
# Everything comes from wheels, by pip, pinned with hashes; which index serves them is this machine's business.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
mkdir -p .cache/logs
# Tools look for their settings in HOME; where there is none, they get an empty one of the project's own.
if [ -z "${HOME:-}" ] || [ ! -w "$HOME" ]; then export HOME="$root/.cache/home"; mkdir -p "$HOME"; fi

usable() { # prints the interpreter: of a virtual environment its base, since it may be one that is about to be replaced
  # A pyenv shim without a version behind it fails here, and so does a Python without ensurepip.
  "$1" -c 'import ensurepip, sqlite3, ssl, sys, venv
if not (3, 11) <= sys.version_info[:2] <= (3, 13): raise SystemExit(1)
print(sys._base_executable)' 2>/dev/null
}

find_python() {
  local version root_of_pyenv candidate
  for version in 3.13 3.12 3.11; do
    while read -r candidate; do
      if usable "$candidate"; then return; fi
    done < <(
      type -aP "python$version" || true
      for root_of_pyenv in "${PYENV_ROOT:-}" "$HOME/.pyenv"; do
        ls "$root_of_pyenv"/versions/*/bin/"python$version" 2>/dev/null || true
      done
    )
  done
  for candidate in python3 python; do
    if usable "$candidate"; then return; fi
  done
  echo "sanctionwire needs Python 3.13, 3.12 or 3.11 with venv and ensurepip, on PATH or under pyenv." >&2
  echo "On Debian or Ubuntu: apt-get install python3 python3-venv" >&2
  return 1
}

fresh() { # venv stamp: it stands where it was made, from the same lock, by the same Python
  [ "$(cat "$1/.stamp" 2>/dev/null)" = "$2" ] && "$1/bin/python" -c '' 2>/dev/null
}

install() { # venv, what
  "$1/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --no-deps "${@:2}"
}

make_venv() { # venv lock stamp
  rm -rf "$1" && "$python" -m venv "$1" &&
    install "$1" --require-hashes --only-binary :all: -r "$2" && echo "$3" >"$1/.stamp"
}

make_command() { # the package itself, in place, so that `sanctionwire` is a command
  local stamp
  stamp=$(cat pyproject.toml layers/dependencies/requirements.in | cksum)
  [ "$(cat .venv/.package 2>/dev/null)" = "$stamp" ] ||
    { install .venv --no-index --no-build-isolation --editable . && echo "$stamp" >.venv/.package; }
}

setup() { # venv lock what
  local stamp log started=$SECONDS
  stamp="$root $version $(cksum <"$2")"
  if fresh "$1" "$stamp"; then return; fi
  log=.cache/logs/setup-$(basename "$1").log
  echo "setup: $1 ($3): $(grep -c == "$2") packages, Python $version ..."
  if make_venv "$1" "$2" "$stamp" >"$log" 2>&1; then
    echo "setup: $1 is ready after $((SECONDS - started)) s"
  else
    echo "setup: $1 failed; the end of $log says:" >&2
    tail -n 15 "$log" >&2
    return 1
  fi
}

python=$(find_python)
version=$("$python" -c 'import platform; print(platform.python_version())')
# One set-up at a time where the machine can say so: two would build into each other.
if command -v flock >/dev/null; then exec 9>.cache/setup.lock && flock 9; fi

if [ "${1:-}" = lock ]; then
  setup .cache/lock tools/requirements/lock.txt "resolver"
  exit
fi
jobs=()
setup .cache/sam tools/requirements/sam.txt "SAM CLI" & jobs+=($!)
setup .cache/ministack tools/requirements/ministack.txt "local cloud" & jobs+=($!)
setup .venv tools/requirements/dev.txt "package, tests, checks" & jobs+=($!)
for job in "${jobs[@]}"; do wait "$job"; done
make_command
