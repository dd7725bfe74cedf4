"""An endpoint as a document and as a person reads it."""

from dataclasses import replace

import pytest

from runtime.domain.delivery import WELL, EndpointHealth
from tests.till.event_stack import NEW, OLD, URL, endpoint
from till.merchants.webhook_documents import endpoint as shown
from till.merchants.webhook_documents import report
from till.merchants.webhook_waiting import MOST, Waiting

NOW = NEW.made_at + 86_400
NOTHING = Waiting(0, 0, more=False, oldest=None)
FAILING = EndpointHealth(failures=2, failing_since=NOW - 120)
RESTING = EndpointHealth(5, NOW - 120, rests=1, rest_until=NOW + 60)
PAUSED = EndpointHealth(9, NOW - 86_400, 9, NOW + 600, NOW - 60)


@pytest.mark.parametrize(
    ("health", "state", "says"),
    [
        (WELL, "well", "It is well"),
        (FAILING, "failing", "It fails: 2 failures in a row, the first 2 min ago."),
        (RESTING, "resting", "Nothing is sent before"),
        (replace(RESTING, rest_until=NOW), "failing", "It fails: 5 failures in a row"),
        (PAUSED, "paused", "Once it is mended: till merchants webhook resume acme."),
        (replace(PAUSED, rest_until=NOW - 1), "paused", "asked once an hour: 9 failures"),
    ],
)
def test_how_an_endpoint_is(health: EndpointHealth, state: str, says: str) -> None:
    """One word for a program, one sentence for a person; what is over is no rest."""
    document = shown("acme", endpoint(), health, NOTHING, NOW)
    assert document.state == state
    assert (document.rest_until is not None) is (health.rest_until > NOW)
    (first, _) = report(document, NOW)
    assert says in " ".join(first.notes)


def test_each_secret_has_its_age_and_an_old_one_is_to_be_replaced() -> None:
    """After a year; oldest first."""
    document = shown("acme", endpoint(OLD, NEW), WELL, NOTHING, NOW)
    assert [each.to_be_replaced for each in document.secrets] == [True, False]
    (first, second) = report(document, NOW)
    assert first.notes[:2] == [
        f"Told at {URL} since 2026-11-18 11:06:40 UTC.",
        "Contact: nobody was named.",
    ]
    assert [row[0] for row in second.rows] == [OLD.id, NEW.id]
    assert second.rows[1][2:] == ("1 d", "good")
    assert "till merchants webhook rotate" in second.rows[0][3]


@pytest.mark.parametrize(
    ("waits", "says"),
    [
        (NOTHING, "Nothing waits to be sent."),
        (
            Waiting(2, 1, more=False, oldest=NOW - 65),
            "2 due now, 1 to be sent again later; the first was due 1 min 5 s ago.",
        ),
        (
            Waiting(0, 3, more=False, oldest=NOW),
            "3 to be sent again later, the first at 2026-11-19 11:06:40 UTC.",
        ),
        (Waiting(MOST, 0, more=True, oldest=NOW - 1), "The first 1,000 that wait: 1000 due now"),
    ],
)
def test_what_waits_is_said(waits: Waiting, says: str) -> None:
    """Now, later, and that there is more."""
    (first, _) = report(shown("acme", endpoint(), WELL, waits, NOW), NOW)
    assert first.notes[-1].startswith(says)
