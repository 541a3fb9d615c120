"""What all tests share: an environment that leads to no real account, and a deployed stack for those that ask."""

from __future__ import annotations

import os

# Before anything imports boto3 or Powertools: both read the environment when they are imported.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ |= {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "POWERTOOLS_SERVICE_NAME": "sanctionwire",
    "POWERTOOLS_DEV": "false",
}

import pytest  # noqa: E402 - see above

import played  # noqa: E402
from demo.publishers import real_time, serving  # noqa: E402
from tools import localcloud  # noqa: E402


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests on the deployed stack share one worker, and so one deployment."""
    for item in items:
        if "stack" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("stack"))


@pytest.fixture(scope="session")
def publishers():
    """The publishers as they are played, on loopback."""
    with serving(played.publishers(real_time, "storage.s3.us-gov-west-1.amazonaws.com")) as server:
        yield server


@pytest.fixture(scope="session")
def stack(publishers):
    """The template, built and deployed by the stock tools, permissions enforced, its schedules off."""
    with localcloud.running() as cloud:
        localcloud.deploy(cloud, SchedulesEnabled="false", PublisherOrigin=publishers.origin)
        yield cloud
