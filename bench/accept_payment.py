"""A payment accepted, beside its transaction and its message raw, and beside a naive handler.

`python -m bench.accept_payment` accepts payments against services that cost a wait and next to no
work (`bench/stub_services.py`). The raw side makes the very calls that our use case made, with
AWS's SDK as it comes and nothing around them, into tables of its own. The naive side is a handler
as Powertools' idempotency has it: a row that says who is at work, the payment, its message, and
the answer into the row. It is measured beside our whole handler, with its lines and its caller.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import botocore.session
from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent,
)

from bench.accepting import MERCHANT, taker
from bench.batches import Context, into_raw
from bench.rounds import Target, measured, rounds_asked, sure, tell
from bench.stub_services import running
from local.demo.scenarios import burst_request
from runtime import bootstrap
from runtime.adapters.system import SystemClock
from runtime.aws_clients import ACCEPTING, client
from runtime.contract.env_accepting import AcceptPaymentEnv
from runtime.contract.scopes import Scope
from runtime.domain.merchant import AppClient, Merchant
from runtime.domain.ports import Drawn
from runtime.domain.rate_limit import Draw
from runtime.handlers.accept_payment import respond
from runtime.observability import Handler, observed
from runtime.use_cases.know_caller import Callers

EACH: Final = 40
"""Payments in a round."""
OURS, RAW, HANDLER, NAIVE = "ours", "raw", "our-handler", "naive"
CLIENT: Final = "client"
TARGETS: Final = (
    Target("a payment accepted, beside its transaction and message raw", OURS, RAW, 1.1),
    Target(
        "a payment accepted, processor time, beside the raw calls'", OURS, RAW, 1.2, processor=True
    ),
    Target("our handler, beside one with Powertools' idempotency", HANDLER, NAIVE, 0.63),
    Target(
        "our handler, processor time, beside one with Powertools' idempotency",
        HANDLER,
        NAIVE,
        None,
        processor=True,
    ),
)


def main() -> None:
    """Measure all, and print them."""
    rounds = rounds_asked("bench.accept_payment", __doc__)
    with running():
        taken = measured(sides(), rounds)
    tell("accept_payment", f"{EACH} payments accepted", TARGETS, taken)


class OneMerchant:
    """The directory of a merchant with one client, who may always call."""

    def owner(self, _: str) -> str:
        """The merchant."""
        return MERCHANT

    def draw(self, _: str, draw: Draw) -> Drawn:
        """It is granted."""
        client = AppClient(scopes=(Scope.WRITE,), live=True, made_at=0)
        return Drawn(Merchant(name=MERCHANT, clients={CLIENT: client}), draw.now, granted=True)


def sides() -> Mapping[str, Callable[[int], None]]:
    """What is done in a round, by name."""
    written, sent = _recorded()
    take = taker(bootstrap.accept_payment_ports())
    dynamodb, sqs = _plain_clients()

    def ours(number: int) -> None:
        for each in range(EACH):
            sure(not take(f"{OURS}-{number}-{each}").replayed, "it was there already")

    def raw(_: int) -> None:
        for _each in range(EACH):
            dynamodb.transact_write_items(**into_raw(written.pop(0)))
            sqs.send_message(**sent.pop(0))

    # The raw calls are those of a round before, whoever is first in a round.
    ours(-1)
    handlers = {HANDLER: our_handler(), NAIVE: naive_handler()}
    return {OURS: ours, RAW: raw} | {
        name: _asking(name, handler) for name, handler in handlers.items()
    }


def _plain_clients() -> tuple[Any, Any]:
    """DynamoDB's and SQS's, with AWS's SDK as it comes."""
    session = botocore.session.get_session()
    return session.create_client("dynamodb"), session.create_client("sqs")


def _recorded() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What our side will ask of DynamoDB, and of SQS."""
    found = list[dict[str, Any]](), list[dict[str, Any]]()
    places = ("dynamodb.TransactWriteItems", found[0]), ("sqs.SendMessage", found[1])
    for operation, kept in places:
        service = operation.partition(".")[0]
        client(service, ACCEPTING).meta.events.register(
            f"provide-client-params.{operation}",
            lambda params, kept=kept, **_: kept.append(params),
        )
    return found


def _asking(name: str, handler: Handler) -> Callable[[int], None]:
    def asked(number: int) -> None:
        for each in range(EACH):
            answer = handler(event(f"{name}-{number}-{each}"), Context())
            sure(answer["statusCode"] == 202, f"the answer is {answer}")  # noqa: PLR2004

    return asked


def our_handler() -> Handler:
    """The deployed one, but for the directory of its callers: that is asked once a minute."""
    clock, limit = SystemClock(), bootstrap.settings(AcceptPaymentEnv).MERCHANT_LIMIT
    callers = Callers(
        OneMerchant(), clock, bootstrap.metrics(), limit, bootstrap.request_signatures
    )

    def handle(asked: dict[str, Any], _: object) -> Any:
        return respond(
            asked,
            callers=callers,
            currencies=["eur"],
            opener=bootstrap.message_opener(),
            ports=bootstrap.accept_payment_ports(),
        )

    return observed(handle)


def naive_handler() -> Handler:
    """One that keeps what it answered beside the payment."""
    dynamodb, sqs = _plain_clients()
    queue = bootstrap.settings(AcceptPaymentEnv).PAYMENT_QUEUE_URL

    @idempotent(
        persistence_store=DynamoDBPersistenceLayer("idempotency", boto3_client=dynamodb),
        config=IdempotencyConfig(event_key_jmespath='headers."Idempotency-Key"'),
    )
    def handle(asked: dict[str, Any], _: Any) -> dict[str, Any]:
        payment_id = f"pay_{asked['headers']['Idempotency-Key']}"
        told = {"S": asked["body"]}
        row = {"payment_id": {"S": payment_id}, "status": {"S": "queued"}, "request": told}
        dynamodb.put_item(TableName="naive-payments", Item=row)
        body = json.dumps({"payment_id": payment_id})
        sqs.send_message(QueueUrl=queue, MessageBody=body)
        return {"statusCode": 202, "body": body}

    return handle


def event(key: str) -> dict[str, Any]:
    """`POST /v1/payments` with this key, as API Gateway sends it."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    return {
        "resource": "/v1/payments",
        "path": "/v1/payments",
        "httpMethod": "POST",
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "requestContext": {"requestId": key, "authorizer": {"claims": {"client_id": CLIENT}}},
        "body": json.dumps(burst_request(1)),
        "isBase64Encoded": False,
    }


if __name__ == "__main__":
    main()
