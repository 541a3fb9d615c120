"""One suite over every implementation of the ports."""

from __future__ import annotations

from functools import partial

import pytest
from moto import mock_aws

from store.clouds import Aws, Twin, client, one_at_a_time
from tools import localcloud


@pytest.fixture(scope="session")
def moto_cloud():
    with mock_aws():
        yield Aws("moto", one_at_a_time, keeps_tokens=False)


@pytest.fixture(scope="session")
def local_cloud():
    if not (localcloud.CACHE / "ministack/bin/python").exists():
        pytest.skip("the local cloud is not installed: make setup")
    with localcloud.running(enforce_iam=False) as cloud:
        yield Aws("local cloud", partial(client, endpoint=cloud.endpoint))


@pytest.fixture(
    scope="session",
    params=["twin", "moto", pytest.param("local cloud", marks=pytest.mark.xdist_group("store on the local cloud"))],
)
def cloud(request):
    if request.param == "twin":
        return Twin()
    return request.getfixturevalue(f"{request.param.replace(' ', '_')}" if " " in request.param else "moto_cloud")


@pytest.fixture
def table(cloud):
    return cloud.table()


@pytest.fixture
def blobs(cloud):
    return cloud.blobs()
