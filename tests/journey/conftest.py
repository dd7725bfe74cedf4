"""Merchants of one running stack."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests.journey.functions import paused


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


@contextmanager
def _closing(client: MerchantClient) -> Iterator[MerchantClient]:
    try:
        yield client
    finally:
        client.close()
