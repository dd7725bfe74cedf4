"""Payments accepted by our use case into the emulator, for whatever is measured of that."""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from bench import stub_tables
from bench.rounds import sure
from local.demo.scenarios import burst_request
from local.emulator.emulator import Emulator
from runtime import bootstrap_queues
from runtime.adapters.dynamodb_ledger import DynamoDbLedger
from runtime.adapters.metrics import EmfMetrics
from runtime.adapters.sqs_message_queue import SqsMessageQueue
from runtime.adapters.system import SystemClock
from runtime.contract.timing import Timing
from runtime.domain.payment import Status
from runtime.domain.ports import FieldCipher, Ledger, MessageQueue
from runtime.use_cases.accept_payment import Accepted, AcceptPaymentPorts, accept_payment
from runtime.use_cases.process_payment_ports import ProcessPaymentPorts
from runtime.use_cases.sent_messages import SentMessages
from runtime.wire.payment_request import read_request

TABLES: Final = {"payments": ("payment_id",), "entries": ("payment_id", "seq")}
KINDS: Final = {"payment_id": "S", "seq": "N"}
MERCHANT: Final = stub_tables.MERCHANT
WARM: Final = 10
"""Payments that are not measured."""


def ports(emulator: Emulator, name: str, cipher: FieldCipher) -> AcceptPaymentPorts:
    """Tables and a queue of this name, and what accepts into them."""
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
    return accepting(
        DynamoDbLedger(dynamodb, f"{name}-payments", f"{name}-entries"),
        SqsMessageQueue(sqs, sqs.create_queue(QueueName=name)["QueueUrl"]),
        cipher,
    )


def accepting(ledger: Ledger, queue: MessageQueue, cipher: FieldCipher) -> AcceptPaymentPorts:
    """What accepts into them."""
    return AcceptPaymentPorts(
        ledger=ledger,
        queue=queue,
        cipher=cipher,
        clock=SystemClock(),
        metrics=EmfMetrics("bench", "bench"),
        timing=Timing(),
        livemode=False,
        on_bus=False,
        sent=SentMessages(),
    )


def processor() -> ProcessPaymentPorts:
    """What processes, by the environment of this process."""
    return bootstrap_queues.process_payment_ports(
        "bench", lambda: 45, bootstrap_queues.circuit_breaker()
    )


def taker(own: AcceptPaymentPorts) -> Callable[[str], Accepted]:
    """What accepts a payment of a key."""

    def take(key: str) -> Accepted:
        document = burst_request(1)
        body_hash = hashlib.sha256(json.dumps(document).encode()).hexdigest()
        return accept_payment(
            read_request(document, [document["currency"]]),
            merchant=MERCHANT,
            key=key,
            body_hashes=[body_hash],
            request_id=key,
            tells_merchant=False,
            ports=own,
        )

    return take


def all_succeeded(ledger: Ledger, ids: Iterable[str]) -> None:
    """Every payment has succeeded.

    Raises:
        WrongResultError: one has not.
    """
    for each in ids:
        row = ledger.get(each)
        sure(row is not None and row.status is Status.SUCCEEDED, f"{each} has not ended")


def interleaved(
    takers: Mapping[str, Callable[[str], object]], payments: int, warm: int = WARM
) -> dict[str, list[float]]:
    """Seconds of each payment with each taker, after some that warm them."""
    seconds: dict[str, list[float]] = {name: [] for name in takers}
    for number in range(warm + payments):
        # Who is first in a turn is second in the next.
        for name in sorted(takers, reverse=bool(number % 2)):
            started = time.perf_counter()
            takers[name](f"key-{number}")
            if number >= warm:
                seconds[name].append(time.perf_counter() - started)
    return seconds
