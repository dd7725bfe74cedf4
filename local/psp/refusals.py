"""The issuer's no, as Stripe's answer to a confirm has it."""

from local.psp.behaviours import Decline
from local.psp.errors import ApiError
from local.psp.intents import Charge, Intent


def declined(decline: Decline, intent: Intent, charge: Charge | None) -> ApiError:
    """402, kept under the key, with the charge that failed where there is one."""
    return ApiError(
        402,
        "card_error",
        "Your card was declined.",
        code=decline.code,
        param=decline.param,
        stored=True,
        charge=charge.id if charge else None,
        decline_code=decline.decline_code,
        advice_code=decline.advice_code,
        payment_intent=intent.json(),
    )
