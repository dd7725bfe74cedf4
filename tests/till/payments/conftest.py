"""A command as it is typed, against a gateway over fakes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from runtime.invocation.http import HttpResponse
from tests.till.gateway import Gateway
from tests.till.lib.test_input import GIVEN
from till.__main__ import main

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
