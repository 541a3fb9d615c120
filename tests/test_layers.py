"""What `sam build` makes is whole: each handler imports with nothing but the built layers, the pins hold, it fits."""

from __future__ import annotations

import importlib.metadata
import itertools
import os
import re
import subprocess
import sys

import pytest
from packaging.markers import Marker

from template import FUNCTIONS, ROOT
from tools import localcloud

LIMIT = 250 * 1024 * 1024
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)(?: ; (.*?))? \\$", re.MULTILINE)
LOCKS = [ROOT / "layers/dependencies/requirements.txt", *sorted((ROOT / "tools/requirements").glob("*.txt"))]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return localcloud.build(tmp_path_factory.mktemp("built")).parent


@pytest.mark.xdist_group("stack")
@pytest.mark.parametrize("function", FUNCTIONS)
def test_each_handler_imports_with_only_the_built_layers_on_the_path(built, function):
    folders = [built / function, built / "DependenciesLayer/python", built / "SanctionwireLayer/python"]
    code = f"import sys; sys.path[:0] = {list(map(str, folders))!r}; import app; print(app.handler.__module__)"
    interpreter = [os.path.realpath(sys.executable), "-I", "-S"]
    done = subprocess.run([*interpreter, "-c", code], env={}, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("app", "")


@pytest.mark.xdist_group("stack")
def test_the_layer_holds_the_pinned_versions_and_nothing_else(built):
    found = importlib.metadata.distributions(path=[str(built / "DependenciesLayer/python")])
    pins = PIN.findall(LOCKS[0].read_text())
    pinned = {name: version for name, version, marker in pins if not marker or Marker(marker).evaluate()}
    assert {each.name.lower().replace("_", "-"): each.version for each in found} == pinned


@pytest.mark.xdist_group("stack")
def test_a_function_and_its_layers_fit_unzipped(built):
    size = sum(path.stat().st_size for path in built.rglob("*") if path.is_file())
    assert size < LIMIT


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_locks_pin_exactly_with_hashes_and_name_no_host(lock):
    text = lock.read_text()
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert "://" not in text
    assert "--index-url" not in text
    assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) or PIN.match(line) for line in lines)
    assert all(following.startswith("    --hash") for line, following in itertools.pairwise(lines) if PIN.match(line))


def test_the_package_depends_on_what_the_layer_pins():
    wanted = [line for line in (ROOT / "layers/dependencies/requirements.in").read_text().split() if "==" in line]
    pinned = {f"{name}=={version}" for name, version, _ in PIN.findall(LOCKS[0].read_text())}
    depends = {each for each in importlib.metadata.requires("sanctionwire") if "extra ==" not in each}
    assert depends == set(wanted) <= pinned
