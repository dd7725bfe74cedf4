"""What a person is told of times that don't fit together."""

from typing import Any

import pytest

from runtime.contract.broken_times import broken
from runtime.contract.fixed_times import FIXED
from runtime.contract.timing import Times


def test_a_broken_relation_says_both_names_both_numbers_why_and_what_to_do() -> None:
    """A person needs no other page to mend it."""
    (one,) = broken(Times(lease=20))
    assert one.sentence == (
        "processor.timeoutSeconds (45 s) must be at most timing.lease (20 s); otherwise an attempt "
        "is taken from its owner while its call may still be under way; raise timing.lease, or "
        "lower processor.timeoutSeconds"
    )
    assert one.mend == ("timing", "lease")


def test_what_no_stack_sets_is_mended_in_the_code() -> None:
    """Whoever changes a fixed time hears where it stands."""
    (one,) = broken(Times(), FIXED._replace(sweeper_timeout=61))
    assert one.sentence.endswith("change runtime/contract/fixed_times.py")
    assert one.mend == ()


def test_everything_that_is_broken_is_said_at_once() -> None:
    """A charging window of 30 days: the provider's keys, the give-up and the nights."""
    said = [each.sentence for each in broken(Times(charge_window=30 * 86_400))]
    assert [each.partition(" (")[0] for each in said] == [
        "timing.chargeWindow + processor.timeoutSeconds",
        "timing.chargeWindow",
        "timing.chargeWindow + timing.giveUp and a day",
    ]


@pytest.mark.parametrize(
    "times",
    [
        {"psp_read": float("inf")},
        {"back_off": (10**9, 10**9, 10**9)},
        {"polling": (10**9,)},
        {"psp_connect": 1e300},
    ],
)
def test_an_absurd_time_is_a_sentence_and_no_crash(times: dict[str, Any]) -> None:
    """However long a time is that somebody typed."""
    assert list(broken(Times(**times)))
