"""Every word that a person's resolution leaves behind, as `resolve_review.json` has it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pytest

from runtime.domain.errors import ResolutionContradictedError
from runtime.domain.payment import PaymentError
from runtime.domain.psp import Outcome, OutcomeKind, PspCharge, PspState
from runtime.use_cases.resolve_review import Resolution, read_resolution, resolve_review
from runtime.wire.documents import InvalidFieldsError
from runtime.wire.fields import ADDRESS
from tests.fakes import whole
from tests.fakes.payments import ID, REF, Harness
from tests.fakes.run import deliver
from tests.fakes.stories import Do

EXPECTED: Final = whole.expected(__file__, "resolve_review.json")
CHARGE: Final = PspCharge("ch_1", paid=True, captured=True, refunded=False, disputed=False)


def resolve(resolution: str, **facts: Any) -> Do:
    """Jane says so; the PSP's book says these facts."""

    def play(harness: Harness) -> None:
        if facts:
            harness.psp.set(REF, **facts)
        said = {"resolution": resolution, "reason": " Says the report. ", "evidence": "TICKET-1"}
        try:
            resolve_review(
                ID,
                read_resolution(said),
                operator="arn:aws:iam::111122223333:user/jane",
                request_id="request-7",
                ports=harness.operating(),
            )
        except ResolutionContradictedError as error:
            harness.metrics.facts["refused"] = {"why": str(error)}

    return play


def set_aside(**fields: Any) -> Do:
    """A payment that was changed by hand before anybody charged it."""

    def make(harness: Harness) -> None:
        harness.accepted()
        harness.ledger.rows[ID] = harness.row().model_copy(update={"amount": 9900})
        deliver(harness)
        harness.ledger.rows[ID] = harness.row().model_copy(update=fields)

    return make


PAID: Final[Mapping[str, Any]] = {"state": PspState.PAID, "amount_received": 2500, "charge": CHARGE}
NO: Final = Outcome(OutcomeKind.DECLINED, "card_declined", "lost_card")
ADVISED: Final = {"error": PaymentError(code="terms_changed", advice_code="look")}
STORIES: Final[Mapping[str, tuple[Do, Do]]] = {
    "paid": (Harness.parked, resolve("succeeded", **PAID)),
    "paid a part": (Harness.parked, resolve("succeeded", **{**PAID, "amount_received": 2400})),
    "paid and disputed": (
        Harness.parked,
        resolve("succeeded", **{**PAID, "charge": replace(CHARGE, disputed=True)}),
    ),
    "paid in another currency": (
        Harness.parked,
        resolve("succeeded", **{**PAID, "currency": "usd"}),
    ),
    "paid without a charge": (Harness.parked, resolve("succeeded", **{**PAID, "charge": None})),
    "not paid": (Harness.parked, resolve("succeeded", state=PspState.CANCELED)),
    "failed": (Harness.parked, resolve("failed")),
    "failed, and declined there": (
        Harness.parked,
        resolve("failed", state=PspState.DECLINED, decline=NO),
    ),
    "failed, but paid there": (Harness.parked, resolve("failed", **PAID)),
    "failed, but charged there": (
        Harness.parked,
        resolve("failed", state=PspState.CANCELED, charge=CHARGE),
    ),
    "failed, and refunded there": (
        Harness.parked,
        resolve("failed", state=PspState.CANCELED, charge=replace(CHARGE, refunded=True)),
    ),
    "failed, and never paid there": (
        Harness.parked,
        resolve("failed", state=PspState.CANCELED, charge=replace(CHARGE, paid=False)),
    ),
    "never sent": (set_aside(), resolve("failed")),
    "never sent, with advice": (set_aside(**ADVISED), resolve("failed")),
    "never sent, and of no known error": (set_aside(error=None), resolve("failed")),
    "never sent, but said to be paid": (set_aside(), resolve("succeeded")),
}


@pytest.mark.parametrize("name", STORIES)
def test_a_resolution_leaves_this_behind(name: str) -> None:
    """What was written, sent, asked and counted, or why it was refused."""
    assert whole.of_story(*STORIES[name]) == EXPECTED[name]


def test_no_story_is_expected_that_is_not_told() -> None:
    """The file names those that are played, and no others."""
    assert set(EXPECTED) == set(STORIES)


def test_a_reason_has_a_letter_and_five_hundred_at_most() -> None:
    """Spaces at its ends do not count, and are no reason."""
    said = {"resolution": "failed", "evidence": "TICKET-1"}
    longest = read_resolution({**said, "reason": f"  {'x' * 500} "})
    assert longest.reason == "x" * 500
    for wrong in ("x" * 501, "", "   "):
        with pytest.raises(InvalidFieldsError):
            read_resolution({**said, "reason": wrong})
    schema = Resolution.model_json_schema()["properties"]["reason"]
    assert schema["maxLength"] == 500
    assert schema["allOf"] == [{"pattern": r"\S"}, {"not": {"pattern": ADDRESS}}]
