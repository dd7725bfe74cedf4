"""A running provider and a client that speaks to it as Stripe's clients do."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from local.psp import LocalPsp, running

Post = Callable[..., httpx.Response]
Create = Callable[..., dict[str, Any]]

_numbers = itertools.count()


@pytest.fixture(scope="session")
def server() -> Iterator[LocalPsp]:
    """One provider for the session."""
    with running() as psp:
        yield psp


@pytest.fixture(scope="session")
def client(server: LocalPsp) -> Iterator[httpx.Client]:
    """A client with the right key."""
    headers = {"Authorization": f"Bearer {server.key}"}
    with httpx.Client(base_url=server.base_url, headers=headers, timeout=10) as http:
        yield http


@pytest.fixture
def post(client: httpx.Client) -> Post:
    """Posts a form, with an idempotency key where one is named."""

    def send(path: str, key: str | None = None, **form: str) -> httpx.Response:
        headers = {"Idempotency-Key": key} if key else {}
        return client.post(f"/v1/payment_intents{path}", data=form, headers=headers)

    return send


@pytest.fixture
def create(post: Post) -> Create:
    """Creates a payment intent over 25.00 EUR with a payment method."""

    def make(payment_method: str = "pm_card_visa", **form: str) -> dict[str, Any]:
        fields = {
            "amount": "2500",
            "currency": "eur",
            "payment_method": payment_method,
            "allowed_payment_method_types[]": "card",
            "metadata[payment_id]": f"pay_{next(_numbers)}",
        }
        answer = post("", **fields | form)
        assert answer.status_code == httpx.codes.OK, answer.text
        intent: dict[str, Any] = answer.json()
        return intent

    return make
