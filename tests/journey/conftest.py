"""Merchants of one running stack."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests.journey.functions import paused
from tests.journey.shell import Shell, pasted


@pytest.fixture(scope="session")
def acme(stack: LocalStack) -> Iterator[MerchantClient]:
    """The backend of one merchant."""
    with _closing(stack.merchant("acme")) as client:
        yield client


@pytest.fixture(scope="session")
def bistro(stack: LocalStack) -> Iterator[MerchantClient]:
    """The backend of another merchant."""
    with _closing(stack.merchant("bistro")) as client:
        yield client


@pytest.fixture
def queue_paused(stack: LocalStack) -> Iterator[None]:
    """Nothing is taken from the payment queue, so payments stay queued, until the test ends."""
    with paused(stack):
        yield


@pytest.fixture
def shell(
    stack: LocalStack,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Shell:
    """Whoever operates the stack."""
    return pasted(stack, tmp_path, monkeypatch, capsys)


@contextmanager
def _closing(client: MerchantClient) -> Iterator[MerchantClient]:
    try:
        yield client
    finally:
        client.close()
