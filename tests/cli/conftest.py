"""The command as its users run it, in this process."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from sanctionwire.cli import main
from sanctionwire.sources import registry

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@dataclass(frozen=True)
class Run:
    """What a command said."""

    status: int
    out: str
    err: str

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def sanctionwire():
    def run(*arguments, **options):
        result = CliRunner().invoke(main, [str(each) for each in arguments], **options)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Run(status=result.exit_code, out=result.stdout, err=result.stderr)

    return run


@pytest.fixture
def sample():
    """A source's own sample."""

    def path(slug, name):
        import importlib  # noqa: PLC0415

        assert slug in registry()
        return Path(importlib.import_module(f"sanctionwire.sources.{slug}").__file__).parent / "samples" / name

    return path


@pytest.fixture
def data():
    """A real capture; the test is skipped where there are none."""

    def path(name):
        if not DATA.is_dir():
            pytest.skip(f"no real captures: {DATA} is absent")
        return DATA / name

    return path
