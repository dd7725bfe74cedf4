"""What a change makes of the costs, in the preview's comment."""

import pytest

from tests.till.cost.test_fleet import resources
from tests.till.engine_events import Event, error, step, summary, text
from till.cost.bill import bill
from till.cost.fixed import Resource
from till.cost.use import total
from till.preview._cost_delta import cost_section
from till.preview.events import read_preview

KEY, TRAIL = "aws:kms/key:Key", "aws:cloudtrail/trail:Trail"
FUNCTION = "aws:lambda/function:Function"


MILLION = f"A million payments: {total(bill([]).per_million):.2f}"
"""Of a stack without a trail."""


def note(*events: Event) -> str:
    """What the section says first."""
    return cost_section(read_preview(text([*events, summary()]))).notes[0]


def with_trail() -> float:
    """What a trail adds to a million payments."""
    return total(bill([Resource(TRAIL, {})]).per_million) - total(bill([]).per_million)


def test_a_new_stack_costs_what_it_has() -> None:
    """Nothing is compared where there was nothing."""
    said = note(step("create", KEY, "k", None, {}))
    assert "(" not in said
    assert f"{MILLION}, the largest parts {', '.join(bill([]).largest)}" in said
    assert "100.00 for their mails" in said


def test_what_stays_the_same_counts() -> None:
    """A difference is shown where there is one, and only there."""
    said = note(step("same", KEY, "k", {}, {}), step("create", KEY, "l", None, {}))
    assert f"(+1.00). {MILLION}" in said


def test_a_trail_makes_payments_dearer() -> None:
    """Its events are paid by use; taken away, they are cheaper again."""
    kept = step("same", KEY, "k", {}, {})
    assert f"(+{with_trail():.2f})" in note(kept, step("create", TRAIL, "t", None, {}))
    assert f"(-{with_trail():.2f})" in note(kept, step("delete", TRAIL, "t", {}, None))


def test_a_fleet_without_a_price_is_overlooked_by_nobody() -> None:
    """The difference that is shown lacks it."""
    group, template = resources(instanceType="x9g.large")
    events = [
        step("create", each.type, name, None, dict(each.inputs))
        for name, each in (("g", group), ("t", template))
    ]
    (said,) = cost_section(read_preview(text([*events, summary()]))).alerts
    assert said.startswith("Not priced: 1,460 hours of x9g.large")


def test_memory_makes_payments_dearer() -> None:
    """A setting that changes a function's size shows in what payments cost."""
    handler = {"handler": "runtime.handlers.process_payment.handler"}
    small, large = ({**handler, "memorySize": size} for size in (1_024, 2_048))
    dearer = total(bill([Resource(FUNCTION, large)]).per_million)
    said = note(step("update", FUNCTION, "f", small, large))
    assert f"A million payments: {dearer:.2f} (+" in said


@pytest.mark.parametrize("ended", [error("boom"), summary("failed")])
def test_of_a_preview_that_failed_no_cost_is_known(ended: Event) -> None:
    """Part of a program would look cheap."""
    events = [step("create", KEY, "k", None, {}), ended, summary("failed")]
    (said,) = cost_section(read_preview(text(events))).notes
    assert said == "The preview did not get to its end: no cost is known."
