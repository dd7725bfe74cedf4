"""`till tail`: each step once, until nothing more is to come."""

from collections.abc import Callable

import botocore.session
import pytest

from runtime.domain.payment import Status
from tests.fakes.payments import ID, Harness
from tests.fakes.run import deliver
from tests.till.gateway import Gateway
from tests.till.payments.documents import printed
from till.lib.operators_api import OperatorsApi
from till.payments.tailing import PAUSE, follow, rests
from till.payments.timeline import Moment

Types = Callable[..., int]


def test_each_step_is_told_once_and_as_it_comes(gateway: Gateway) -> None:
    """While a worker goes on between two looks."""
    gateway.harness.accepted()
    said: list[list[Moment]] = []

    def work(seconds: float) -> None:
        assert seconds == PAUSE
        deliver(gateway.harness)

    api = OperatorsApi(botocore.session.get_session(), gateway.url)
    row, moments = follow(api, ID, 5 * PAUSE, said.append, work)
    assert row["status"] == "succeeded"
    assert [step for part in said for step in part] == moments
    assert len(said) > 1


def test_what_has_come_to_rest_is_not_waited_for(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """One look."""
    gateway.harness.told()
    assert types("tail", ID) == 0
    assert "The mail service took the mail" in " ".join(capsys.readouterr().out.split())
    assert types("tail", ID, "--json") == 0
    assert printed("tail", capsys)["status"] == "succeeded"


def test_patience_ends(gateway: Gateway) -> None:
    """What is still under way is given back as it is."""
    gateway.harness.accepted()
    api = OperatorsApi(botocore.session.get_session(), gateway.url)
    waits: list[float] = []
    row, _ = follow(api, ID, 2 * PAUSE, lambda _: None, waits.append)
    assert (row["status"], waits) == ("queued", [PAUSE, PAUSE])


@pytest.mark.parametrize("status", Status)
def test_a_payment_rests_where_no_machine_acts(status: Status) -> None:
    """In review, canceled, or told; a mail that is due is still to come."""
    row = Harness().in_status(status).model_dump(mode="json")
    assert rests(row) is (status in {Status.REQUIRES_REVIEW, Status.CANCELED})
    assert rests(Harness().told().model_dump(mode="json"))
