"""The demo's payments."""

import pytest

from local.demo.scenarios import DECLINED, SCENARIOS, SUCCEEDS, Scenario, burst_request
from local.psp.behaviours import BEHAVIOURS
from runtime.contract.currencies import CURRENCIES
from runtime.wire.payment_request import read_request


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.title)
def test_each_scenario_is_a_good_request(scenario: Scenario) -> None:
    """A scenario's body passes the model, and the local PSP knows its token."""
    found = read_request(scenario.body(1), CURRENCIES)
    assert found.payment_method.get_secret_value() == scenario.payment_method
    assert found.customer.locale == scenario.locale
    assert scenario.payment_method in BEHAVIOURS


def test_the_scenes_show_every_kind_of_luck() -> None:
    """Each end, all retries used well and in vain, both languages."""
    ends = {(scenario.status, scenario.attempts) for scenario in SCENARIOS}
    assert ends >= {
        ("succeeded", 1),
        ("succeeded", 4),
        ("failed", 1),
        ("failed", 4),
        ("requires_review", 1),
    }
    assert {scenario.locale[:2] for scenario in SCENARIOS} == {"en", "pt"}


def test_no_two_payments_are_alike() -> None:
    """A mail's amount and address tell which payment it belongs to."""
    bodies = [scenario.body(n) for n, scenario in enumerate(SCENARIOS, 1)]
    bodies += [burst_request(n) for n in range(1, 201)]
    assert len({body["amount"] for body in bodies}) == len(bodies)
    assert len({body["customer"]["email"] for body in bodies}) == len(bodies)


def test_the_burst_is_mixed() -> None:
    """Every tenth is declined, and both languages come in both outcomes."""
    bodies = [burst_request(n) for n in range(1, 201)]
    methods = [body["payment_method"] for body in bodies]
    assert (methods.count(DECLINED), methods.count(SUCCEEDS)) == (20, 180)
    kinds = {(body["payment_method"], body["customer"]["locale"]) for body in bodies}
    assert {(SUCCEEDS, "en"), (SUCCEEDS, "pt-BR"), (DECLINED, "en")} <= kinds
