"""A decline as the provider answers it."""

from local.psp.behaviours import Decline
from local.psp.intents import Charge, Intent
from local.psp.refusals import declined


def test_a_decline_names_the_charge_that_failed_where_there_is_one() -> None:
    """Stripe's fields of a card error; what is not known is left out."""
    intent = Intent(2500, "eur", "pm_card_visa", {}, [], "", "", None, False, "canceled")
    charge = Charge(intent.id, 2500, "eur", "pm_card_visa", {})
    no = declined(Decline("card_declined", "lost_card"), intent, charge)
    assert (no.status, no.stored, no.error["type"]) == (402, True, "card_error")
    assert (no.error["code"], no.error["decline_code"]) == ("card_declined", "lost_card")
    assert no.error["charge"] == charge.id
    assert no.error["payment_intent"]["status"] == "canceled"
    assert "charge" not in declined(Decline("card_declined", "lost_card"), intent, None).error
