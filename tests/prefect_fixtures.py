"""A Prefect server for all tests that want one: it takes many seconds to start."""

import os
from collections.abc import Iterator

import pytest
from prefect_server import Server
from processes import eventually

from flows.settings import set_up_prefect
from flows.sidecar import Sidecar


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of our own, as `vires serve` runs it."""
    data_dir = tmp_path_factory.mktemp("prefect")
    sidecar = Sidecar(data_dir)
    sidecar.start()
    eventually(lambda: sidecar.up, what="Prefect's server", seconds=120)
    yield Server(sidecar, data_dir)
    sidecar.stop()


@pytest.fixture
def in_prefect(
    prefect_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The server, with this process set up to run flows."""
    before = dict(os.environ)
    set_up_prefect(tmp_path_factory.mktemp("client"))
    from prefect.settings import (
        PREFECT_API_REQUEST_TIMEOUT,
        PREFECT_CLIENT_MAX_RETRIES,
        temporary_settings,
    )

    # The clock would go on directly at once; here a busy machine is to be waited for.
    with temporary_settings({PREFECT_CLIENT_MAX_RETRIES: 4, PREFECT_API_REQUEST_TIMEOUT: 30}):
        yield prefect_server
    os.environ.clear()
    os.environ.update(before)
