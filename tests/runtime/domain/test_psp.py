"""The port of the PSP: our fake speaks it, and its answers are values."""

import inspect

from runtime.domain.psp import Outcome, OutcomeKind, Psp, PspObject
from tests.fakes import FakePsp


def test_the_fake_takes_the_same_arguments_as_the_port() -> None:
    """Each method of the port exists on the fake with the same parameters."""
    for name, method in inspect.getmembers(Psp, inspect.isfunction):
        if not name.startswith("_"):
            wanted = list(inspect.signature(method).parameters)
            assert list(inspect.signature(getattr(FakePsp, name)).parameters) == wanted


def test_equal_answers_are_equal() -> None:
    """An outcome is a value: it can be compared and kept."""
    assert Outcome(OutcomeKind.DECLINED, "card_declined") == Outcome(
        OutcomeKind.DECLINED, "card_declined"
    )
    assert hash(Outcome(OutcomeKind.UNKNOWN)) == hash(Outcome(OutcomeKind.UNKNOWN))


def test_an_answer_says_neither_failing_nor_kept_by_itself() -> None:
    """Only who knows says so."""
    told = Outcome(OutcomeKind.UNKNOWN)
    assert (told.failing, told.kept, PspObject("pi_1").kept) == (False, False, False)
