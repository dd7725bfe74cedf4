"""Payment intents as JSON."""

from local.psp.behaviours import Decline
from local.psp.intents import Charge, Intent, new_id


def intent() -> Intent:
    """A confirmed and paid intent."""
    paid = Intent(
        amount=2500,
        currency="eur",
        payment_method="pm_card_visa",
        metadata={"payment_id": "pay_1"},
        payment_method_types=["card"],
        capture_method="automatic",
        confirmation_method="automatic",
        statement_descriptor_suffix=None,
        may_redirect=False,
        status="succeeded",
    )
    paid.charge = Charge(paid.id, 2500, "eur", "pm_card_visa", paid.metadata)
    return paid


def test_ids_are_unique() -> None:
    """No two objects share an id."""
    assert len({new_id("pi") for _ in range(100)}) == 100


def test_the_charge_is_an_id_until_it_is_expanded() -> None:
    """`latest_charge` is a name, and the whole object only where it was asked for."""
    paid = intent()
    assert isinstance(paid.json()["latest_charge"], str)
    assert paid.json(expand=True)["latest_charge"]["payment_intent"] == paid.id


def test_a_stale_read_shows_no_money() -> None:
    """What a lagging read shows is the intent before its confirm."""
    stale = intent().unconfirmed()
    assert (stale["status"], stale["amount_received"]) == ("requires_confirmation", 0)
    assert stale["latest_charge"] is None


def test_a_failed_charge_takes_nothing() -> None:
    """A declined charge is neither paid nor captured and names its reason."""
    declined = Decline("card_declined", "generic_decline")
    charge = Charge("pi_1", 2500, "eur", "pm_card_visa", {}, decline=declined).json()
    assert (charge["paid"], charge["captured"], charge["amount_captured"]) == (False, False, 0)
    assert charge["failure_code"] == "card_declined"
