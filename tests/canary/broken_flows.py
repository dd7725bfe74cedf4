"""Crashes, refusals and lost replies of the services below, each of one payment."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Final, NamedTuple

import httpx

from local.demo.scenarios import SUCCEEDS
from local.emulator.faults import FaultRule
from tests._wait import until
from tests.canary.merchant_flows import key
from tests.canary.planting import Flow
from tests.canary.run import ENDS_S, Run, body, id_of
from tests.faults.steps import Meetings, faults

WRITE: Final = "TransactWriteItems"
SEND: Final = "SendMessage"
MAIL: Final = "/v2/email/outbound-emails"
KILL: Final = "kill"
LOSE: Final = "lose"
REFUSE: Final = "refuse"


class Break(NamedTuple):
    """What goes wrong with one payment, and whether it is at rest afterwards without a lease."""

    rule: FaultRule
    """Its `contains` is filled in: the payment's id, or its payer's address."""
    by_address: bool = False
    rests: bool = True
    accepted: bool = True


QUOTES: Final = (
    "Email address is not verified. The following identities failed the check in region "
    "EU-CENTRAL-1: {}"
)
"""What SES says in its sandbox, with the payer's address (Amazon SES, "SendEmail": errors)."""

BREAKS: Final[Mapping[str, Break]] = {
    "acceptor killed at its write": Break(FaultRule(WRITE, KILL), rests=False, accepted=False),
    "acceptor killed at its message": Break(FaultRule(SEND, KILL), accepted=False),
    "acceptor's write lost": Break(FaultRule(WRITE, LOSE)),
    "acceptor's write refused": Break(
        FaultRule(WRITE, REFUSE, code="ThrottlingException", times=9), rests=False, accepted=False
    ),
    "acceptor's message lost": Break(FaultRule(SEND, LOSE)),
    "processor killed at its claim": Break(FaultRule(WRITE, KILL, after=1), rests=False),
    "processor killed at its final write": Break(FaultRule(WRITE, KILL, after=2), rests=False),
    "processor's final write lost": Break(FaultRule(WRITE, LOSE, after=2)),
    "mail killed": Break(FaultRule(MAIL, KILL), by_address=True, rests=False),
    "mail lost": Break(FaultRule(MAIL, LOSE), by_address=True, rests=False),
    "mail refused, its address quoted": Break(
        FaultRule(MAIL, REFUSE, code="MessageRejected", message=QUOTES), by_address=True
    ),
    "mail throttled, its address quoted": Break(
        FaultRule(MAIL, REFUSE, code="TooManyRequestsException", status=429, message=QUOTES),
        by_address=True,
    ),
}


class Broken(NamedTuple):
    """One payment that meets its fault."""

    name: str
    flow: Flow
    kind: Break
    request: dict[str, object]
    key: str
    met: Callable[[], bool] = lambda: False
    """Whether it has, while the rules hold."""


def planned(run: Run) -> list[tuple[Broken, FaultRule]]:
    """A payment for each row of the table, and its rule."""
    found = []
    for name, kind in BREAKS.items():
        flow = run.planter.flow(name)
        request, idempotency = body(flow, SUCCEEDS), key(flow)
        address = request["customer"]["email"]
        about = address if kind.by_address else id_of(idempotency)
        rule = FaultRule(
            **{
                **vars(kind.rule),
                "contains": about,
                "message": kind.rule.message.format(address),
            }
        )
        found.append((Broken(name, flow, kind, request, idempotency), rule))
    return found


@contextmanager
def breaking(run: Run) -> Iterator[list[Broken]]:
    """All rules hold for as long as the block lasts; at its end each was met."""
    pairs = planned(run)
    with faults(run.stack, *(rule for _, rule in pairs)) as met:
        yield [
            broken._replace(met=partial(_is_met, met, place))
            for place, (broken, _) in enumerate(pairs)
        ]
        until(lambda: all(met()), ENDS_S)


def _is_met(met: Meetings, place: int) -> bool:
    return met()[place] > 0


def play(run: Run, broken: Broken) -> None:
    """The payment is asked for and goes as far as it can without waiting for a lease.

    One that its fault keeps from being accepted is asked for until it has met it, and no more: a
    repeat would be accepted.
    """
    if not broken.kind.accepted:
        while not broken.met():
            answer = run.pay(broken.request, broken.key, once=True)
            assert answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR, answer.text
        return
    one = run.accepted(broken.request, broken.key)
    if broken.kind.rests:
        run.ended(one)
