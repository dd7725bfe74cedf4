"""What sealing adds to a payment that is accepted, beside a cipher that seals nothing.

`python -m bench.sealing` accepts payments by our use case into the emulator's tables and queue,
one in turn with each cipher, so that whatever else the machine does meets both. The stub is in no
deployed code. An accepted payment has two sealed fields; KMS is asked where a data key ended.
"""

import argparse
import hashlib
import json
import statistics
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from local.demo.scenarios import burst_request
from local.emulator.emulator import Emulator, running
from runtime.adapters.dynamodb_ledger import DynamoDbLedger
from runtime.adapters.field_cipher import SdkFieldCipher
from runtime.adapters.metrics import EmfMetrics
from runtime.adapters.sqs_message_queue import SqsMessageQueue
from runtime.adapters.system import SystemClock
from runtime.contract.timing import Timing
from runtime.domain.ports import FieldCipher
from runtime.domain.private import Clear, Sealed
from runtime.use_cases.accept_payment import AcceptPaymentPorts, accept_payment
from runtime.wire.payment_request import read_request

TARGET: Final = 1.15
"""Of the time without sealing, at most."""
TABLES: Final = {"payments": ("payment_id",), "entries": ("payment_id", "seq")}
KINDS: Final = {"payment_id": "S", "seq": "N"}
MERCHANT: Final = "bench"


class StubCipher:
    """Seals nothing: what is left of the work is the coding of the text."""

    def seal(self, merchant: str, purpose: str, text: Clear) -> Sealed:
        """The text in base64."""
        del merchant, purpose
        return Sealed(b64encode(text.get_secret_value().encode()).decode())

    def unseal(self, merchant: str, purpose: str, sealed: Sealed) -> Clear:
        """Nobody opens anything here.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError


def main() -> None:
    """Measure both, and print them side by side."""
    parser = argparse.ArgumentParser(prog="python -m bench.sealing", description=__doc__)
    parser.add_argument("--payments", type=int, default=400, help="with each cipher")
    wanted = parser.parse_args()
    with TemporaryDirectory() as logs, running(log_dir=Path(logs)) as emulator:
        kms = emulator.client("kms")
        asked: list[Any] = []
        kms.meta.events.register("before-call.kms.GenerateDataKey", lambda **_: asked.append(None))
        key = kms.create_key()["KeyMetadata"]["Arn"]
        takers = {
            name: taker(emulator, cipher)
            for name, cipher in (("sealed", SdkFieldCipher(kms, key)), ("stub", StubCipher()))
        }
        seconds = interleaved(takers, wanted.payments)
    Console().print(table(seconds, len(asked)))


def taker(emulator: Emulator, cipher: FieldCipher) -> Callable[[str], object]:
    """What accepts a payment of a key, with tables and a queue of its own."""
    name = type(cipher).__name__
    dynamodb, sqs = emulator.client("dynamodb"), emulator.client("sqs")
    for table_name, keys in TABLES.items():
        dynamodb.create_table(
            TableName=f"{name}-{table_name}",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": k, "AttributeType": KINDS[k]} for k in keys],
            KeySchema=[
                {"AttributeName": key, "KeyType": kind}
                for key, kind in zip(keys, ("HASH", "RANGE"), strict=False)
            ],
        )
    ports = AcceptPaymentPorts(
        ledger=DynamoDbLedger(dynamodb, f"{name}-payments", f"{name}-entries"),
        queue=SqsMessageQueue(sqs, sqs.create_queue(QueueName=name)["QueueUrl"]),
        cipher=cipher,
        clock=SystemClock(),
        metrics=EmfMetrics("bench", "bench"),
        timing=Timing(),
        livemode=False,
    )

    def take(key: str) -> object:
        document = burst_request(1)
        body_hash = hashlib.sha256(json.dumps(document).encode()).hexdigest()
        return accept_payment(
            read_request(document, [document["currency"]]),
            merchant=MERCHANT,
            key=key,
            body_hashes=[body_hash],
            request_id=key,
            ports=ports,
        )

    return take


def interleaved(
    takers: Mapping[str, Callable[[str], object]], payments: int, warm: int = 10
) -> dict[str, list[float]]:
    """Seconds of each payment with each cipher, after some that warm both."""
    seconds: dict[str, list[float]] = {name: [] for name in takers}
    for number in range(warm + payments):
        # Who is first in a turn is second in the next.
        for name in sorted(takers, reverse=bool(number % 2)):
            started = time.perf_counter()
            takers[name](f"key-{number}")
            if number >= warm:
                seconds[name].append(time.perf_counter() - started)
    return seconds


def ratio(seconds: dict[str, list[float]]) -> float:
    """The median with sealing over the median without."""
    return statistics.median(seconds["sealed"]) / statistics.median(seconds["stub"])


def table(seconds: dict[str, list[float]], asked: int) -> Table:
    """A row for each cipher."""
    payments = len(seconds["sealed"])
    found = Table(
        title=f"{payments} payments with each cipher in turn: {ratio(seconds):.2f} of the time "
        f"without (at most {TARGET}); KMS asked {asked} times"
    )
    for column in ("cipher", "p50, ms", "p95, ms"):
        found.add_column(column, justify="left" if column == "cipher" else "right")
    for name, each in seconds.items():
        p50, p95 = statistics.median(each), statistics.quantiles(each, n=20)[-1]
        found.add_row(name, f"{1000 * p50:.2f}", f"{1000 * p95:.2f}")
    return found


if __name__ == "__main__":
    main()
