"""An empty pool and directory for each test."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from local.emulator.emulator import Emulator
from tests.till.lib.test_input import GIVEN
from tests.till.merchants.pool import TABLE, Place
from till.__main__ import main


@pytest.fixture(name="here")
def _here(emulator: Emulator) -> Iterator[Place]:
    with closing(Place(emulator)) as made:
        yield made


@pytest.fixture(name="types")
def _types(here: Place, emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name, value in {
        "AWS_ENDPOINT_URL": emulator.endpoint,
        "AWS_DEFAULT_REGION": emulator.region,
        "AWS_ACCESS_KEY_ID": emulator.account_id,
        "AWS_SECRET_ACCESS_KEY": emulator.secret_key,
    }.items():
        monkeypatch.setenv(name, value)
    outputs = tmp_path / "outputs.json"
    outputs.write_text(json.dumps({**GIVEN, "merchants_table": TABLE, "user_pool_id": here.pool}))
    return lambda *words: main(["merchants", *words, "--outputs", str(outputs)])
