"""A gateway over fakes, and a person's credentials."""

from collections.abc import Iterator

import pytest

from simulator.batch import quiet
from tests.fakes.payments import Harness
from tests.till.gateway import Gateway, serving


@pytest.fixture(name="gateway")
def _gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "x" * 40,
        "AWS_DEFAULT_REGION": "eu-central-1",
        "NO_PROXY": "127.0.0.1",
    }.items():
        monkeypatch.setenv(name, value)
    with quiet(), serving(Gateway(Harness())) as found:
        yield found
