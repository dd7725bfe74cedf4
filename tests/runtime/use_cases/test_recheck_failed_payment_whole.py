"""Every word about a failure that is looked at again, as `recheck_failed_payment.json` has it."""

from collections.abc import Mapping
from typing import Any, Final

import pytest

from runtime.domain.psp import PspState
from tests.fakes import whole
from tests.fakes.payments import TIMEOUT, TIMING, Harness
from tests.fakes.stories import Do, after, book, one_by_one, passing, psp, sending, told

EXPECTED: Final = whole.expected(__file__, "recheck_failed_payment.json")
DAY: Final = 24 * 3600
PAID: Final[dict[str, Any]] = {"state": PspState.PAID}


def deliver_silent(harness: Harness) -> None:
    """One message, and no answer of the PSP."""
    psp(lookup=TIMEOUT)(harness)


STORIES: Final[Mapping[str, tuple[Do, Do]]] = {
    "a failure, and its mail is due": (Harness.failed, book(state=PspState.DECLINED)),
    "a failure that was paid": (Harness.failed, book(**PAID)),
    "a failure that was paid, its mail on its way": (sending, book(**PAID)),
    "a failure that was paid, its mail given up": (sending, after(TIMING.mail_lease, book(**PAID))),
    "a failure that was paid, and told": (told, book(**PAID)),
    "a failure of which nobody hears": (told, psp(lookup=TIMEOUT)),
    "a failure of which nobody heard for a day": (
        told,
        one_by_one(deliver_silent, passing(DAY), deliver_silent),
    ),
}


@pytest.mark.parametrize("name", STORIES)
def test_a_failure_that_is_looked_at_again_leaves_this_behind(name: str) -> None:
    """What was written, sent, asked and counted: nothing is missing or left over."""
    assert whole.of_story(*STORIES[name]) == EXPECTED[name]


def test_no_story_is_expected_that_is_not_told() -> None:
    """The file names those that are played, and no others."""
    assert set(EXPECTED) == set(STORIES)
