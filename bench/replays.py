"""A replay of a known `Idempotency-Key`, beside the refused conditional write alone.

`python -m bench.replays` accepts payments by our use case, against services that cost a wait and
next to no work (`bench/stub_services.py`), and then asks for them again. Three replays are
measured: of a payment whose message this process has sent, of one that is under way, and of one
that another process accepted, which is told again.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from botocore.exceptions import ClientError

from bench.accepting import accepting, processor, taker
from bench.rounds import Target, measured, rounds_asked, sure, tell
from bench.stub_services import running
from runtime.aws_clients import WORKING, client
from runtime.use_cases.accept_payment import Accepted
from runtime.use_cases.process_payment import process_payment
from runtime.use_cases.sent_messages import SentMessages

EACH: Final = 40
"""Replays in a round."""
SENT, UNDER_WAY, AGAIN, REFUSED = "sent", "under way", "told again", "refused"
TARGETS: Final = (
    Target("a replay after this process's message, beside a refused write", SENT, REFUSED, 1.2),
    Target("a replay of a payment under way, beside a refused write", UNDER_WAY, REFUSED, 1.2),
    Target("a replay that is told again, beside a refused write", AGAIN, REFUSED, None),
)


def main() -> None:
    """Measure all, and print them."""
    rounds = rounds_asked("bench.replays", __doc__)
    with running():
        taken = measured(sides(), rounds)
    tell("replays", f"{EACH} replays", TARGETS, taken)


def sides() -> Mapping[str, Callable[[int], None]]:
    """What is done in a round, by name."""
    dynamodb, written = client("dynamodb", WORKING), list[dict[str, Any]]()
    dynamodb.meta.events.register(
        "provide-client-params.dynamodb.TransactWriteItems",
        lambda params, **_: written.append(params),
    )
    ports = processor()
    own = accepting(ports.ledger, ports.queue, ports.cipher)
    take = taker(own)
    take(SENT)
    [write] = written
    under_way = take(UNDER_WAY)
    process_payment(under_way.payment.payment_id, ports)

    def replays(key: str, take: Callable[[str], Accepted]) -> None:
        for _ in range(EACH):
            sure(take(key).replayed, f"{key} was not there")

    def told_again(_: int) -> None:
        for _each in range(EACH):
            sure(taker(replace(own, sent=SentMessages()))(SENT).replayed, "it was not there")

    def refused(_: int) -> None:
        for _each in range(EACH):
            try:
                dynamodb.transact_write_items(**write)
            except ClientError as error:
                sure(error.response["Error"]["Code"] == "TransactionCanceledException", str(error))
            else:
                sure(False, "The write was not refused.")

    return {
        SENT: lambda _: replays(SENT, take),
        UNDER_WAY: lambda _: replays(UNDER_WAY, take),
        AGAIN: told_again,
        REFUSED: refused,
    }


if __name__ == "__main__":
    main()
