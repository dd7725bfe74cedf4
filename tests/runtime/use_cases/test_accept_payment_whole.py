"""Every word that accepting writes, sends and answers, as `accept_payment.json` has it."""

from collections.abc import Mapping
from typing import Any, Final

import pytest

from runtime.domain.payment import when_accepted
from runtime.domain.psp import Outcome, OutcomeKind
from runtime.use_cases.accept_payment import accept_payment
from runtime.use_cases.sent_messages import SentMessages
from runtime.wire.payment_request import read_request
from tests.fakes import whole
from tests.fakes.payments import Harness
from tests.fakes.run import deliver
from tests.fakes.stories import Do, one_by_one

EXPECTED: Final = whole.expected(__file__, "accept_payment.json")
ORDER: Final[Mapping[str, Any]] = {
    "amount": 2500,
    "currency": "eur",
    "payment_method": "pm_card_visa",
    "customer": {"email": "jane@example.com", "name": "Jane", "locale": "pt-BR"},
    "reference": "order-1001",
    "description": "Two books",
    "statement_descriptor_suffix": "BOOKS",
    "metadata": {"shop": "north"},
}


def submit(harness: Harness, *hashes: str) -> object:
    """Ask for the payment; what is answered is written too, as the answer's line."""
    accepted = accept_payment(
        read_request(dict(ORDER), ["eur"]),
        merchant="acme",
        key="key-1",
        body_hashes=hashes or ("a" * 64, "b" * 64),
        request_id="request-1",
        tells_merchant=False,
        ports=harness.accepting(),
    )
    fields = whole.fields_of(accepted.payment)
    answer = {name: value for name, value in fields.items() if name not in whole.FOLLOWS}
    harness.metrics.facts["answered"] = {**answer, "replayed": accepted.replayed}
    return accepted


def elsewhere(harness: Harness) -> object:
    """Ask a process that has sent nothing."""
    harness.sent = SentMessages()
    return submit(harness)


def fail(harness: Harness) -> None:
    """The payment is declined."""
    submit(harness)
    harness.psp.script("charge", [Outcome(OutcomeKind.DECLINED, "card_declined")])
    deliver(harness)


STORIES: Final[Mapping[str, tuple[Do, Do]]] = {
    "accepted": (lambda _: None, submit),
    "accepted again": (submit, submit),
    "accepted again by another process": (submit, elsewhere),
    "accepted again by the second of its hashes": (
        lambda h: submit(h, "b" * 64),
        submit,
    ),
    "accepted again when all is over": (
        one_by_one(submit, deliver),
        submit,
    ),
    "accepted again after a failure": (fail, submit),
}


@pytest.mark.parametrize("name", STORIES)
def test_an_answer_and_its_payment_are_these(name: str) -> None:
    """What was written, sent, asked and counted: nothing is missing or left over."""
    assert whole.of_story(*STORIES[name]) == EXPECTED[name]


def test_no_story_is_expected_that_is_not_told() -> None:
    """The file names those that are played, and no others."""
    assert set(EXPECTED) == set(STORIES)


def test_a_new_row_is_in_the_index_and_a_replay_shows_no_later_time() -> None:
    """The sweeper looks into the payment's shard; a replay answers as the first request did."""
    harness = Harness()
    submit(harness)
    row = harness.row()
    assert (row.open_shard, row.updated_at, row.version) == (1, row.created_at, 1)
    harness.clock.advance(60)
    deliver(harness)
    assert when_accepted(harness.row()).updated_at == row.created_at
