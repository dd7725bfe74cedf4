"""What benchmarks of acceptance share."""

from base64 import b64decode

import pytest

from bench.accepting import interleaved, ports, taker
from bench.sealing import StubCipher
from local.emulator.emulator import Emulator
from runtime.adapters.dynamodb_rows import read_rows
from runtime.domain.payment import Status

BOTH = ("sealed", "stub")


def test_each_turn_begins_with_the_other_cipher() -> None:
    """And what warms both is not measured."""
    order: list[str] = []
    takers = {name: lambda key, name=name: order.append(f"{name} {key}") for name in BOTH}
    seconds = interleaved(takers, 2, warm=1)
    assert order == [
        "sealed key-0", "stub key-0", "stub key-1", "sealed key-1", "sealed key-2", "stub key-2"
    ]  # fmt: skip
    assert {name: len(each) for name, each in seconds.items()} == {"sealed": 2, "stub": 2}


@pytest.mark.emulator
def test_a_payment_is_accepted_as_in_the_stack(emulator: Emulator) -> None:
    """The row is in the table with what the cipher gave, and its message in the queue."""
    taker(ports(emulator, "one", StubCipher()))("key-1")
    (row,) = read_rows(emulator.client("dynamodb").scan(TableName="one-payments")["Items"])
    assert row.status is Status.QUEUED
    assert b64decode(row.sealed["payment_method"].get_secret_value()).startswith(b"pm_")
    sqs = emulator.client("sqs")
    url = sqs.get_queue_url(QueueName="one")["QueueUrl"]
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    assert row.payment_id in message["Body"]
