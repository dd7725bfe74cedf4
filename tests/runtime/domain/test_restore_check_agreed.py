"""Which pairs of a row and a record agree, and which payments the PSP's list must show."""

from dataclasses import replace

from runtime.domain.payment import Status
from runtime.domain.psp import PspState
from runtime.domain.restore_check import Then, behind_the_psp, beyond_the_psp
from tests.fakes.payments import ID, Harness, paid


def test_money_that_is_only_held_is_no_success() -> None:
    """The same sum and currency in another state is a difference."""
    row = Harness().succeeded()
    held = paid(row, state=PspState.HELD)
    (found,) = behind_the_psp({ID: row}, [held], row.created_at)
    assert (found.ours, found.theirs) == (Status.SUCCEEDED, PspState.HELD)
    assert list(behind_the_psp({ID: row}, [paid(row)], row.created_at)) == []


def test_only_what_is_listed_as_paid_is_paid() -> None:
    """An object that the list shows in another state is not, and a failure need not be there."""
    row = Harness().succeeded()
    canceled = paid(row, state=PspState.CANCELED)
    assert [one.payment_id for one in beyond_the_psp({ID: row}, [canceled], 0)] == [ID]
    assert list(beyond_the_psp({ID: row}, [paid(row)], 0)) == []
    failed = Harness().failed()
    assert list(beyond_the_psp({ID: failed}, [], 0)) == []
    assert list(beyond_the_psp({ID: row}, [], row.created_at + 1)) == []
    assert len(list(beyond_the_psp({ID: row}, [], row.created_at))) == 1


def test_a_failure_without_an_object_is_for_a_person() -> None:
    """Nobody looks it up again, so money at the PSP is compared by hand."""
    row = Harness().failed()
    bare = row.model_copy(update={"provider": None})
    record = replace(paid(row), ref="pi_other")
    (found,) = behind_the_psp({ID: bare}, [record], row.created_at)
    assert found.then is Then.PERSON
