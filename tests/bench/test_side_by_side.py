"""The parts that the measurements side by side share."""

from collections.abc import Iterator
from math import inf
from typing import Final

import httpx
import pytest
from rich.console import Console
from rich.table import Table

from bench.side_by_side import accepted, quantiles
from local.stack.client import REPEATS, MerchantClient

GATEWAY: Final = "http://127.0.0.1:1"


def merchant(statuses: Iterator[int], keys: list[str]) -> MerchantClient:
    """A merchant whose gateway gives these answers, and notes the keys that it sees."""

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["Idempotency-Key"])
        return httpx.Response(next(statuses), request=request)

    client = MerchantClient("shop", GATEWAY, GATEWAY, "id", "", run="run", renew_at=inf)
    transport = httpx.MockTransport(answer)
    vars(client)["connections"] = httpx.Client(base_url=GATEWAY, transport=transport)
    return client


def test_a_cold_worker_is_asked_again_with_the_same_key() -> None:
    """A payment that exists already is found, and not made twice."""
    keys: list[str] = []
    assert accepted(merchant(iter([502, 504, 202]), keys), "1", json={}) > 0
    assert keys == ["run-1"] * 3


def test_what_is_refused_is_not_measured() -> None:
    """A time to a refusal would make the mean look good; nor is one asked for ever."""
    keys: list[str] = []
    with pytest.raises(httpx.HTTPStatusError):
        accepted(merchant(iter([400]), keys), "1", json={})
    assert keys == ["run-1"]
    with pytest.raises(httpx.HTTPStatusError):
        accepted(merchant(iter([503] * REPEATS), []), "2", json={})


def test_half_and_nineteen_of_twenty_took_no_longer() -> None:
    """In milliseconds, a row for each name."""
    console = Console(width=80)
    with console.capture() as shown:
        console.print(quantiles(Table(), "what", {"kind": [0.001 * each for each in range(1, 20)]}))
    assert [word for word in shown.get().split() if word[0].isdigit()] == ["10.00", "19.00"]
