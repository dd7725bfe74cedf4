"""What the adapter makes of lists that are not as they should be."""

import json
from typing import Any

import pytest

from runtime.domain.psp import Outcome, OutcomeKind, PspRecord, PspState
from tests.runtime.adapters._canned import answering, http
from tests.runtime.adapters.test_stripe_objects import INTENT
from tests.runtime.adapters.test_stripe_psp import adapter

LISTED = INTENT | {"latest_charge": "ch_1"}
SINCE = 1_795_341_600


def page(*data: Any, more: bool = False) -> bytes:
    """One page of a list."""
    return http(json.dumps({"object": "list", "data": data, "has_more": more}).encode())


def listed(answer: bytes) -> list[PspRecord | Outcome]:
    """What the list yields where every call is answered so."""
    with answering(answer) as server, adapter(server.base_url) as psp:
        return list(psp.list(SINCE))


def test_a_listed_object_is_a_view_without_its_charge() -> None:
    """State and money are there; the charge is only named, so it is left out."""
    (psp_record,) = listed(page(LISTED))
    assert isinstance(psp_record, PspRecord)
    assert (psp_record.ref, psp_record.state, psp_record.amount_received) == (
        "pi_1",
        PspState.PAID,
        2500,
    )
    assert psp_record.charge is None


def test_the_whole_window_is_asked_for_a_hundred_at_a_time() -> None:
    """The request names the time from which on, and the longest page."""
    with answering(page()) as server, adapter(server.base_url) as psp:
        assert list(psp.list(SINCE)) == []
        assert (
            f"GET /v1/payment_intents?created%5Bgte%5D={SINCE}&limit=100 ".encode()
            in server.heads[0]
        )


@pytest.mark.parametrize("strange", [{**LISTED, "status": "new"}, {"id": "pi_2"}, {}])
def test_an_object_that_cant_be_read_spoils_no_other(strange: dict[str, Any]) -> None:
    """It is an outcome of its own, between those before and after it."""
    first, second, third = listed(page(LISTED, strange, LISTED))
    assert isinstance(second, Outcome)
    assert second.kind is OutcomeKind.UNKNOWN
    assert first == third


@pytest.mark.parametrize(
    "answer",
    [
        http(b"{}"),
        http(b'{"data": 1, "has_more": false}'),
        page(more=True),
        page({"id": ""}, more=True),
        http(b'{"error": {}}', "503 No"),
    ],
)
def test_a_page_that_cant_be_read_or_followed_ends_the_list(answer: bytes) -> None:
    """The last thing that comes is that outcome, so nobody takes the rest for read."""
    (outcome,) = listed(answer)
    assert isinstance(outcome, Outcome)
    assert outcome.kind is OutcomeKind.UNKNOWN
