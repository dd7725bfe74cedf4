"""Payments on a running stack, one after the other, and what was called for them.

Each is paid, charged and told before the next begins, and then the provider tells of it, as it does
when nothing is late. Batches are of one message: of more a payment asks less.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import httpx

from local.cost.hearing import LONGEST, told, until
from local.cost.request_units import Index
from local.cost.tally import CountError, Stack, Told, keys_of, stays, work_of
from local.demo.scenarios import SUCCEEDS, request
from local.psp.events import signature
from local.psp.server import SIGNERS
from local.stack.client import MerchantClient
from local.stack.collect import at_rest
from local.stack.merchants import client_of, directory
from local.stack.publish import publish
from local.stack.stack import LocalStack
from runtime.contract.timing import Timing
from till.cost.counted import Counted

LIFE: Final = ("accept_payment", "process_payment", "notify_customer", "receive_webhook")
"""Whom one payment calls, in their order."""
SWEEP: Final = "sweep_payments"
WARM: Final = 3
"""Payments before those that count: they fill what functions keep."""
MERCHANT: Final = "counted"
"""A merchant of its own for each attempt, for whom nothing is kept yet."""
_ATTEMPTS: Final = 3
"""On a busy machine a call may take so long that it is repeated."""
_FIRST: Final = 1_001
"""Amounts and names of equal length make items of equal size."""


def count(stack: LocalStack, payments: int, say: Callable[[str], None]) -> Counted:
    """What one payment asks, of so many.

    Raises:
        CountError: something failed or was repeated, so that the count says nothing.
    """
    read = _read(stack)
    _quiet(stack)
    _wait_as_deployed(stack)
    for attempt in range(1, _ATTEMPTS):
        try:
            return _counted(stack, read, payments, say, f"{MERCHANT}-{attempt}")
        except CountError as problem:
            say(str(problem))
    return _counted(stack, read, payments, say, f"{MERCHANT}-{_ATTEMPTS}")


def _counted(
    stack: LocalStack, read: Stack, payments: int, say: Callable[[str], None], merchant: str
) -> Counted:
    directory(stack.emulator, stack.outputs).add(merchant)
    client = client_of(stack.emulator, stack.outputs, merchant)
    numbers = iter(range(_FIRST, _FIRST + 1 + WARM + payments))
    try:
        first = _kept(stack, read, client, [next(numbers)])
        _kept(stack, read, client, [next(numbers) for _ in range(WARM)])
        say(f"Paying {payments} times, one after the other")
        asked = len(stack.psp.book()["calls"])
        heard = _kept(stack, read, client, list(numbers))
    finally:
        client.close()
    calls = len(stack.psp.book()["calls"]) - asked
    say("Sweeping")
    _swept(stack, read)
    swept = _swept(stack, read)
    return Counted(
        as_of=datetime.now(UTC).date(),
        payments=payments,
        functions={each: work_of(each, read, heard, payments) for each in LIFE},
        sweep=work_of(SWEEP, read, swept, len(swept.invocations)),
        keys=keys_of(first.calls, LIFE, read),
        psp_calls=calls // payments,
        metrics=len(set(_metrics([*heard.lines.values(), *swept.lines.values()]))),
        stored_bytes=stays(heard.calls, read, payments),
    )


def _quiet(stack: LocalStack) -> None:
    """No schedule runs: the sweeper would give a slow payment one message more."""
    events = stack.emulator.client("events")
    for rule in events.list_rules()["Rules"]:
        events.disable_rule(Name=rule["Name"])


def _wait_as_deployed(stack: LocalStack) -> None:
    """With the local stack's short waits the sweeper's date would move, which is paid for."""
    client = stack.emulator.client("lambda")
    for handler in LIFE:
        name = stack.outputs["functions"][handler]
        environment = client.get_function_configuration(FunctionName=name)["Environment"]
        variables = environment["Variables"]
        if "TIMING" not in variables:
            continue
        variables |= {"TIMING": Timing().model_dump_json()}
        client.update_function_configuration(
            FunctionName=name, Environment={"Variables": variables}
        )
        publish(client, name)


def _kept(stack: LocalStack, read: Stack, client: MerchantClient, numbers: Sequence[int]) -> Told:
    """What was called for these payments."""
    stack.emulator.keep_calls()
    for number in numbers:
        _pay(stack, client, number)
    return told(stack, read, LIFE, len(numbers))


def _pay(stack: LocalStack, client: MerchantClient, number: int) -> None:
    """One payment until its mail has gone, and the provider's event of it."""
    before = at_rest(stack)[1]
    answer = client.pay(request(number, SUCCEEDS, "en", name="Ana"), f"counted-{number}")
    payment_id = client.accepted(answer)
    until(lambda: at_rest(stack) == (before + 1, before + 1), "at rest")
    _tell(stack, payment_id)


def _tell(stack: LocalStack, payment_id: str) -> None:
    """The provider's event, as it signs it.

    Raises:
        CountError: the stack did not take it.
    """
    shown = {"id": "pi_counted", "object": "payment_intent", "metadata": {"payment_id": payment_id}}
    event = {
        "id": f"evt_{payment_id}",
        "object": "event",
        "type": "payment_intent.succeeded",
        "data": {"object": shown},
    }
    text = json.dumps(event)
    answer = httpx.post(
        f"{stack.outputs['gateway_url']}/v1/webhooks/psp",
        content=text,
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": signature(text, SIGNERS[:1], int(time.time())),
        },
        timeout=LONGEST,
        trust_env=False,
    )
    if answer.is_error:
        message = f"The provider's event was answered {answer.status_code}: count again."
        raise CountError(message)


def _swept(stack: LocalStack, read: Stack) -> Told:
    """One run of the sweeper."""
    stack.emulator.keep_calls()
    name = stack.outputs["functions"][SWEEP]
    stack.emulator.client("lambda").invoke(FunctionName=name, Qualifier="live", Payload=b"{}")
    return told(stack, read, (SWEEP,), 1)


def _metrics(lines: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Function and name of each custom metric (CloudWatch, "Embedded metric format")."""
    for each in (json.loads(line) for every in lines for line in every):
        for directive in each.get("_aws", {}).get("CloudWatchMetrics", ()):
            for metric in directive["Metrics"]:
                yield each["service"], metric["Name"]


def _read(stack: LocalStack) -> Stack:
    """What of the stack its calls are read by."""
    functions = stack.emulator.client("lambda")
    names: Mapping[str, str] = stack.outputs["functions"]
    tables = {stack.outputs[f"{each}_table"]: each for each in ("payments", "entries")}
    mappings = functions.list_event_source_mappings()["EventSourceMappings"]
    return Stack(
        functions={name: handler for handler, name in names.items()},
        tables=tables,
        indexes={short: list(_indexes(stack, name)) for name, short in tables.items()},
        configured={
            each: functions.get_function_configuration(FunctionName=names[each])
            for each in (*LIFE, SWEEP)
        },
        fed=frozenset(
            each
            for each in LIFE
            for mapping in mappings
            if f":{names[each]}:" in mapping["FunctionArn"]
        ),
    )


def _indexes(stack: LocalStack, table: str) -> Iterator[Index]:
    """The table's indexes.

    Raises:
        CountError: one holds more than keys, whose units this count does not know.
    """
    told = stack.emulator.client("dynamodb").describe_table(TableName=table)["Table"]
    own = [each["AttributeName"] for each in told["KeySchema"]]
    for each in told.get("GlobalSecondaryIndexes", ()):
        if each["Projection"]["ProjectionType"] != "KEYS_ONLY":
            message = f"The index {each['IndexName']} holds more than keys: add its rule first."
            raise CountError(message)
        keys = [key["AttributeName"] for key in each["KeySchema"]]
        yield Index(each["IndexName"], tuple(dict.fromkeys([*keys, *own])))
