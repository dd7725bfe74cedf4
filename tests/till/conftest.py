"""A gateway over fakes, a person's credentials, and a command as it is typed."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from moto.sqs.models import SQSBackend

from runtime.invocation.http import HttpResponse
from simulator.batch import quiet
from tests.fakes.payments import Harness
from tests.till.event_stack import EventStack, event_stack
from tests.till.gateway import Gateway, serving
from tests.till.lib.test_input import GIVEN
from till.__main__ import main


@pytest.fixture(autouse=True)
def _sqs_looks_before_it_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that waits looks at the queue first, as SQS does.

    moto's looks at the clock first, and where the machine had other work for that second, it
    answers that a queue is empty at which it has not looked.
    """
    receive = SQSBackend.receive_message

    def receive_message(
        backend: SQSBackend, queue: str, count: int, wait: int, *rest: Any
    ) -> list[Any]:
        return receive(backend, queue, count, 0, *rest) or receive(
            backend, queue, count, wait, *rest
        )

    monkeypatch.setattr(SQSBackend, "receive_message", receive_message)


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


Types = Callable[..., int]


@pytest.fixture(name="types")
def _types(gateway: Gateway, tmp_path: Path) -> Types:
    outputs = tmp_path / "outputs.json"
    outputs.write_text(json.dumps({**GIVEN, "gateway_url": gateway.url}))

    def types(*words: str, given: str = str(outputs)) -> int:
        return main([*words, "--outputs", given])

    return types


@pytest.fixture(name="services")
def _services(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> list[HttpResponse]:
    """What AWS's services answer, in order."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", gateway.url.removesuffix("/live"))
    return gateway.services


@pytest.fixture(name="acme")
def _acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EventStack]:
    """A stack that tells the merchant acme, and a command as it is typed."""
    with event_stack(tmp_path, monkeypatch) as made:
        yield made
