"""A batch of ten payments, beside the same payments one after another and the same calls raw.

`python -m bench.batches` runs what the processor runs, with its lines, metrics and clients,
against services that cost a wait and no work (`bench/stub_services.py`): the PSP answers in 50 ms,
AWS in 5. The raw side makes the very calls that the batch made, from ten threads, with AWS's SDK
and Stripe's library as they come and nothing around them, into tables of its own.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from threading import get_ident
from typing import Any, Final

import botocore.session
import stripe
from botocore import xform_name

from bench.accepting import accepting, all_succeeded, processor, taker
from bench.rounds import WARM, Target, measured, rounds_asked, sure, tell
from bench.stub_services import PSP_KEY, running
from runtime import bootstrap
from runtime.adapters.dynamodb_ledger import DynamoDbLedger
from runtime.aws_clients import WORKING, client
from runtime.handlers.process_payment import handler
from runtime.invocation.batch import each_record, one_step, processing
from runtime.wire.queue_message import encode

SIZE: Final = 10
SERVICES: Final = ("dynamodb", "sqs")
OURS, SERIAL, RAW = "ours", "one after another", "raw"
TARGETS: Final = (
    Target("one after another, beside a batch", SERIAL, OURS, 6, at_least=True),
    Target("a batch's processor time, beside the raw calls'", OURS, RAW, 1.25, processor=True),
)


def main() -> None:
    """Measure all, and print them."""
    rounds = rounds_asked("bench.batches", __doc__)
    with running() as url:
        batches = Batches(url, WARM + rounds)
        sides = {OURS: batches.ours, SERIAL: batches.serial, RAW: batches.raw}
        batches.ours(WARM + rounds)
        taken = measured(sides, rounds)
        batches.check()
    tell("batches", f"{SIZE} payments, the PSP in 50 ms", TARGETS, taken)


Call = tuple[str, str, dict[str, Any]]
"""A service, what is called of it, and with which parameters."""


class Context:
    """An invocation that has just begun."""

    aws_request_id = function_name = invoked_function_arn = memory_limit_in_mb = "bench"

    def get_remaining_time_in_millis(self) -> int:
        """As long as the processor has."""
        return 45_000


class Batches:
    """Batches of payments, accepted before anything is measured."""

    def __init__(self, url: str, count: int) -> None:
        session = botocore.session.get_session()
        self._plain = {each: session.create_client(each) for each in SERVICES}
        self._psp = stripe.StripeClient(PSP_KEY, base_addresses={"api": url}, max_network_retries=0)
        self._lanes: dict[int, list[Call]] = {}
        """By thread, what it called: client, operation, parameters."""
        self._recording = False
        for service in SERVICES:
            events = client(service, WORKING).meta.events
            events.register("provide-client-params", self._recorder(service))
        ports = processor()
        self._ledger = ports.ledger
        own = accepting(ports.ledger, ports.queue, ports.cipher)
        raw = DynamoDbLedger(client("dynamodb", WORKING), "raw-payments", "raw-entries")
        takes = {name: taker(own) for name in (OURS, SERIAL)}
        self._ids: dict[str, list[list[str]]] = {
            name: [
                [take(f"{name}-{number}-{each}").payment.payment_id for each in range(SIZE)]
                for number in range(count + 1)
            ]
            for name, take in takes.items()
        }
        again = taker(replace(own, ledger=raw))
        for number in range(count + 1):
            for each in range(SIZE):
                again(f"{OURS}-{number}-{each}")
        self._called: list[list[list[Call]]] = []
        self._done: list[list[str]] = []

    def ours(self, number: int) -> None:
        """The handler's batch."""
        self._lanes, self._recording = {}, True
        failed = handler({"Records": _records(self._ids[OURS][number])}, Context())
        sure(failed == {"batchItemFailures": []}, f"{failed} is no whole batch")
        self._called.append(list(self._lanes.values()))
        self._recording = False
        self._done.append(self._ids[OURS][number])

    def serial(self, number: int) -> None:
        """The same, one after another."""
        ports = processing(Context())
        for record in _records(self._ids[SERIAL][number]):
            each_record({"Records": [record]}, one_step(ports), bootstrap.metrics())
        self._done.append(self._ids[SERIAL][number])

    def raw(self, _: int) -> None:
        """What the oldest batch called that nobody repeated; first comes the invocation itself."""
        first, *lanes = self._called.pop(0)
        self._replay(first)
        with ThreadPoolExecutor(SIZE) as pool:
            list(pool.map(self._replay, lanes))

    def check(self) -> None:
        """What was measured is right: every payment has succeeded, and so did each raw call.

        Raises:
            WrongResultError: one has not.
        """
        all_succeeded(self._ledger, chain.from_iterable(self._done))

    def _recorder(self, service: str) -> Callable[..., None]:
        def record(params: Any, model: Any, **_: Any) -> None:
            if self._recording:
                self._lanes.setdefault(get_ident(), []).append((service, model.name, params))

        return record

    def _replay(self, lane: list[Call]) -> None:
        for service, name, params in lane:
            getattr(self._plain[service], xform_name(name))(**into_raw(params))
            ask_psp(self._psp, name, params)


def ask_psp(psp: stripe.StripeClient, name: str, params: Mapping[str, Any]) -> None:
    """Ask the PSP what the processor asks after a call to AWS.

    Raises:
        WrongResultError: the PSP has no money.
    """
    api = psp.v1.payment_intents
    if name == "Query":
        [payment_id] = [each["S"] for each in params["ExpressionAttributeValues"].values()]
        api.create(
            {
                "amount": 10_001,
                "currency": "eur",
                "payment_method": "pm_card_visa",
                "allowed_payment_method_types": ["card"],
                "capture_method": "automatic",
                "confirmation_method": "automatic",
                "metadata": {"payment_id": payment_id},
            },
            {"idempotency_key": f"{payment_id}:prepare:1"},
        )
        return
    row = params["TransactItems"][0]["Put"]["Item"] if name == "TransactWriteItems" else {}
    if row.get("status") != {"S": "processing"}:
        return
    payment_id = row["payment_id"]["S"]
    away, key = {"off_session": True, "error_on_requires_action": True}, f"{payment_id}:confirm:1"
    api.confirm(f"pi_{payment_id}", away, {"idempotency_key": key})  # type: ignore[arg-type] # a dict
    intent = api.retrieve(f"pi_{payment_id}", {"expand": ["latest_charge"]})
    sure(intent.status == "succeeded", f"{intent.id} is {intent.status}")


def into_raw(asked: Any) -> Any:
    """The same, with the raw side's tables."""
    match asked:
        case dict():
            return {_raw_name(name): into_raw(each) for name, each in asked.items()}
        case list():
            return [into_raw(each) for each in asked]
        case str():
            return _raw_name(asked)
    return asked


def _raw_name(name: str) -> str:
    return f"raw-{name}" if name in {"payments", "entries"} else name


def _records(ids: list[str]) -> list[dict[str, str]]:
    return [{"messageId": each, "body": encode(each)} for each in ids]


if __name__ == "__main__":
    main()
