"""The checks of answers and of the end of a history find what they are for."""

import pytest

from runtime.domain.payment import MailStatus, Notification, Status
from simulator import rest
from simulator.book import PAYS
from simulator.clients import make_ask
from simulator.lies import (
    ID,
    Lie,
    changed_early,
    charged_again,
    entry,
    finished,
    left_over,
    row,
    silent,
    unalarmed,
    unannounced_call,
    unclaimed_mails,
    unheard,
    unheard_refusal,
)
from simulator.observed import ApiReply, Observed

OTHER = make_ask("acme", "key-1", 9_999, PAYS, "payer@example.com")


def refused_at_last(observed: Observed) -> None:
    """The client's last try got no answer."""
    observed.answers.append(ApiReply(observed.answers[0].ask, 504, "acceptor-9"))


LIES: list[tuple[str, str, Lie]] = [
    ("I5", PAYS, left_over),
    ("I9", PAYS, unheard),
    ("I9", PAYS, unalarmed),
    ("I9", PAYS, unheard_refusal),
    ("I12", PAYS, row(status=Status.VERIFYING)),
    ("I12", PAYS, row(notification=Notification(status=MailStatus.DUE))),
    ("I13", PAYS, refused_at_last),
    ("I17", "pm_declined", charged_again),
    ("I17", "pm_canceled_with_money", silent),
    ("terms", PAYS, changed_early),
    ("audit", PAYS, entry(0, actor="somebody")),
    ("demo: I3", PAYS, charged_again),
    ("demo: I7", PAYS, unannounced_call),
    ("demo: I9", PAYS, unclaimed_mails),
]


@pytest.mark.parametrize(("name", "card", "lie"), LIES)
def test_the_end_of_a_history_is_checked(name: str, card: str, lie: Lie) -> None:
    """A finished history is sound; after one lie its promise is reported broken."""
    observed = finished(card)
    assert rest.at_rest(observed) == []
    lie(observed)
    assert any(fault.startswith(name) for fault in rest.at_rest(observed))


def test_every_check_at_rest_is_shown_a_lie() -> None:
    """No promise is listed without a lie that breaks it."""
    assert {name for name, _ in rest.REST_CHECKS} == {name.split(":")[0] for name, _, _ in LIES}


def test_a_202_is_only_for_the_body_that_was_accepted() -> None:
    """I11: the same key for another body must not be answered with 202."""
    observed = finished()
    accepted = observed.answers[0]
    assert list(rest.answered(observed, accepted)) == []
    assert len(list(rest.answered(observed, accepted._replace(ask=OTHER)))) == 1


def test_a_202_needs_its_payment() -> None:
    """I12: what was accepted is in the ledger, and is shown as it was accepted."""
    observed = finished()
    accepted = observed.answers[0]
    moved = accepted._replace(payment=observed.row(ID))
    assert len(list(rest.answered(observed, moved))) == 1
    observed.store.rows.clear()
    assert len(list(rest.answered(observed, accepted))) == 1


def test_a_422_is_only_for_another_body_and_changes_nothing() -> None:
    """I11: the same body is never refused, and a refused request has written no entry."""
    observed = finished()
    accepted = observed.answers[0]
    assert list(rest.answered(observed, ApiReply(OTHER, 422, "acceptor-9"))) == []
    assert len(list(rest.answered(observed, accepted._replace(http_status=422)))) == 2
