"""The measurement's own parts; the measurement itself is `python -m bench.sealing`."""

from base64 import b64decode

import pytest
from rich.console import Console

from bench.sealing import MERCHANT, StubCipher, interleaved, ratio, table, taker
from local.emulator.emulator import Emulator
from runtime.domain.private import Clear

SECONDS = {"sealed": [0.030, 0.011, 0.012], "stub": [0.010, 0.011, 0.009]}


def test_the_ratio_is_of_the_medians() -> None:
    """One slow payment changes nothing."""
    assert ratio(SECONDS) == pytest.approx(1.2)


def test_the_table_says_what_was_measured() -> None:
    """Payments, ratio, target and how often KMS was asked, and a row for each cipher."""
    console = Console(width=140)
    with console.capture() as shown:
        console.print(table(SECONDS, 2))
    words = " ".join(shown.get().split())
    assert "3 payments with each cipher in turn: 1.20 of the time without" in words
    assert "KMS asked 2 times" in words
    assert all(each in words for each in ("sealed", "12.00", "stub", "10.00"))


def test_each_turn_begins_with_the_other_cipher() -> None:
    """And what warms both is not measured."""
    order: list[str] = []
    takers = {name: lambda key, name=name: order.append(f"{name} {key}") for name in SECONDS}
    seconds = interleaved(takers, 2, warm=1)
    assert order == [
        "sealed key-0", "stub key-0", "stub key-1", "sealed key-1", "sealed key-2", "stub key-2"
    ]  # fmt: skip
    assert {name: len(each) for name, each in seconds.items()} == {"sealed": 2, "stub": 2}


def test_the_stub_seals_nothing() -> None:
    """It is as far from a cipher as a text may be that is written into a row."""
    sealed = StubCipher().seal(MERCHANT, "customer", Clear("text"))
    assert b64decode(sealed.get_secret_value()) == b"text"
    with pytest.raises(NotImplementedError):
        StubCipher().unseal(MERCHANT, "customer", sealed)


@pytest.mark.emulator
def test_a_payment_is_accepted_as_in_the_stack(emulator: Emulator) -> None:
    """The row is in the table with what the cipher gave, and its message in the queue."""
    taker(emulator, StubCipher())("key-1")
    (row,) = emulator.client("dynamodb").scan(TableName="StubCipher-payments")["Items"]
    assert row["status"]["S"] == "queued"
    assert b64decode(row["sealed"]["M"]["payment_method"]["S"]).startswith(b"pm_")
    sqs = emulator.client("sqs")
    url = sqs.get_queue_url(QueueName="StubCipher")["QueueUrl"]
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    assert row["payment_id"]["S"] in message["Body"]
