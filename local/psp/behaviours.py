"""What each payment method token does when its payment is confirmed.

Stripe's test names (Stripe, "Testing"): `pm_card_visa`, `pm_card_mastercard`, … pay;
`pm_card_visa_chargeDeclined…` and their kin are declined; `pm_card_authenticationRequired`
needs the payer; `pm_card_createDispute` pays and is disputed at once.

Our own, one for each lie that a provider can tell. "Holds" means: the connection stays open
without an answer until the client gives up.

| token `pm_local_…`     | what happens                                                            |
| ---------------------- | ----------------------------------------------------------------------- |
| `timeout_after_charge` | charges, then holds                                                     |
| `timeout_without_charge` | the first confirm holds and charges nothing; the next one pays        |
| `error500_after_charge` | charges, then answers 500, for ever under that key                     |
| `error500_without_charge` | the first confirm answers 500 and charges nothing; the next one pays |
| `rate_limited_twice`   | 429 twice with `Retry-After: 1`, then pays                              |
| `unavailable_three_times` | 503 three times, then pays                                           |
| `unavailable_forever`  | 503 to every confirm                                                    |
| `slow`                 | pays and answers after a second                                         |
| `pending_for_a_while`  | `processing`; the third read finds it paid                              |
| `pending_until_told`   | `processing`, however often it is read, until `/_local/land` is asked   |
| `wrong_amount`         | charges one minor unit too much                                         |
| `wrong_currency`       | charges another currency                                                |
| `webhook_early`        | pays; the event is out half a second before the answer                  |
| `paid_after_giving_up` | every confirm holds; the charge lands when cancel is asked              |
| `paid_after_decline`   | declines; the charge lands all the same, before the first list          |
| `forgets_key`          | pays, but no idempotency key is remembered: nothing is replayed         |
| `error500_at_create`   | the first create is done and answers 500, for ever under its key |
| `error500_at_retrieve` | the first read answers 500                                            |
| `error500_at_cancel`   | the first cancel cancels and answers 500                                |
| `error500_at_list`     | the first list answers 500                                              |
| `idempotency_error_at_create` | the first create's key is another request's, for ever            |
| `idempotency_error_at_confirm` | the first confirm's too: nothing is charged, the next one pays  |
| `idempotency_error_at_retrieve` | so is the first read refused                                   |
| `idempotency_error_at_cancel` | the first cancel                                                 |
| `idempotency_error_at_list` | the first list                                                     |
| `lagging_read`         | pays; the first read finds nothing, the second sees it unconfirmed      |
| `late_confirm`         | the confirm holds; a read says not charged, and then the charge lands   |
| `canceled_with_money`  | charges; every answer says `canceled`, with sum and charge              |
| `declined_with_money`  | charges; every answer says `requires_payment_method`, with both         |
| `open_with_money`      | charges; every answer says `requires_confirmation`, with both           |
| `paid_without_money`   | charges nothing; every answer says `succeeded`, with a sum of 0         |
| `declined_after_charge` | charges, then answers 402                                              |
| `charged_at_create`    | charges when it is created; every answer says `canceled`, with both     |
| `other_at_create`      | create answers with another payment's object                            |
| `other_at_confirm`     | charges; the confirm answers with another payment's object              |
| `other_at_read`        | charges; every read says that it is another payment's                   |
| `other_id_at_read`     | charges; every read answers with an object of another id                |
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final


@dataclass(frozen=True)
class Decline:
    """The issuer's no, in Stripe's codes."""

    code: str
    decline_code: str
    advice_code: str | None = None
    param: str | None = None


class ConfirmResult(Enum):
    """What the client hears of a confirm that was executed."""

    TRUTH = "truth"
    NOTHING = "nothing"
    ERROR_500 = "500"
    DECLINED = "402"


class KeptFailure(Enum):
    """A failure that Stripe keeps under the call's key."""

    ERROR_500 = "error500"
    """After the deed."""
    IDEMPOTENCY_ERROR = "idempotency_error"
    """Instead of it."""


class Landing(Enum):
    """When the charge happens, seen from the confirm."""

    NOW = "now"
    AFTER_READ = "after_read"
    AT_CANCEL = "at_cancel"
    AT_LIST = "at_list"


@dataclass(frozen=True)
class Behaviour:
    """One row of the table."""

    decline: Decline | None = None
    refusal: int = 0
    """HTTP status of the confirms that are refused before anything is executed."""
    refusals: int = 0
    answer: ConfirmResult = ConfirmResult.TRUTH
    duds: int = 0
    """So many confirms answer as `answer` says and charge nothing; later ones tell the truth."""
    landing: Landing = Landing.NOW
    delay: float = 0
    """Seconds between the deed and the answer."""
    pending_reads: int = 0
    missing_reads: int = 0
    stale_reads: int = 0
    surplus: int = 0
    """Minor units that are charged on top."""
    other_currency: bool = False
    keeps_keys: bool = True
    disputed: bool = False
    first: Mapping[str, KeptFailure] = field(default_factory=dict)
    """Method → how the payment's first call of it fails."""
    claims: str | None = None
    """The status that every answer shows once the money is there."""
    takes_nothing: bool = False
    """It says `succeeded`, and took no money."""
    charges_at_create: bool = False
    another_at: str | None = None
    """The call that answers with another payment's object: `create`, `confirm` or `retrieve`."""
    another_id: bool = False
    """Every read answers with an object of another id, which says that it is this payment's."""


def _declined(
    decline_code: str,
    code: str = "card_declined",
    advice: str | None = None,
    param: str | None = None,
) -> Behaviour:
    return Behaviour(decline=Decline(code, decline_code, advice, param))


EVERY_TIME: Final = 1_000_000
PAYS: Final = Behaviour()

BRANDS: Final = (
    "visa",
    "visa_debit",
    "mastercard",
    "amex",
    "discover",
    "diners",
    "jcb",
    "unionpay",
)

_STRIPE: Final = {
    **{f"pm_card_{brand}": PAYS for brand in BRANDS},
    "pm_card_visa_chargeDeclined": _declined("generic_decline"),
    "pm_card_visa_chargeDeclinedInsufficientFunds": _declined(
        "insufficient_funds", advice="try_again_later"
    ),
    "pm_card_visa_chargeDeclinedLostCard": _declined("lost_card", advice="do_not_try_again"),
    "pm_card_visa_chargeDeclinedStolenCard": _declined("stolen_card", advice="do_not_try_again"),
    "pm_card_visa_chargeDeclinedVelocityLimitExceeded": _declined("card_velocity_exceeded"),
    "pm_card_chargeDeclinedFraudulent": _declined("fraudulent"),
    "pm_card_chargeDeclinedExpiredCard": _declined(
        "expired_card", "expired_card", "confirm_card_data", "exp_month"
    ),
    "pm_card_chargeDeclinedIncorrectCvc": _declined(
        "incorrect_cvc", "incorrect_cvc", "confirm_card_data", "cvc"
    ),
    "pm_card_chargeDeclinedProcessingError": _declined(
        "processing_error", "processing_error", "try_again_later"
    ),
    "pm_card_authenticationRequired": _declined(
        "authentication_required", "authentication_required"
    ),
    "pm_card_createDispute": Behaviour(disputed=True),
}

_LIES: Final = {
    "timeout_after_charge": Behaviour(answer=ConfirmResult.NOTHING),
    "timeout_without_charge": Behaviour(answer=ConfirmResult.NOTHING, duds=1),
    "error500_after_charge": Behaviour(answer=ConfirmResult.ERROR_500),
    "error500_without_charge": Behaviour(answer=ConfirmResult.ERROR_500, duds=1),
    "rate_limited_twice": Behaviour(refusal=429, refusals=2),
    "unavailable_three_times": Behaviour(refusal=503, refusals=3),
    "unavailable_forever": Behaviour(refusal=503, refusals=EVERY_TIME),
    "slow": Behaviour(delay=1.0),
    "pending_for_a_while": Behaviour(pending_reads=2),
    "pending_until_told": Behaviour(pending_reads=EVERY_TIME),
    "wrong_amount": Behaviour(surplus=1),
    "wrong_currency": Behaviour(other_currency=True),
    "webhook_early": Behaviour(delay=0.5),
    "paid_after_giving_up": Behaviour(answer=ConfirmResult.NOTHING, landing=Landing.AT_CANCEL),
    "paid_after_decline": Behaviour(
        decline=Decline("card_declined", "generic_decline"), landing=Landing.AT_LIST
    ),
    "forgets_key": Behaviour(keeps_keys=False),
    "lagging_read": Behaviour(missing_reads=1, stale_reads=1),
    "late_confirm": Behaviour(answer=ConfirmResult.NOTHING, landing=Landing.AFTER_READ),
    "canceled_with_money": Behaviour(claims="canceled"),
    "declined_with_money": Behaviour(claims="requires_payment_method"),
    "open_with_money": Behaviour(claims="requires_confirmation"),
    "paid_without_money": Behaviour(takes_nothing=True),
    "declined_after_charge": Behaviour(answer=ConfirmResult.DECLINED),
    "charged_at_create": Behaviour(claims="canceled", charges_at_create=True),
    "other_at_create": Behaviour(another_at="create"),
    "other_at_confirm": Behaviour(another_at="confirm"),
    "other_at_read": Behaviour(another_at="retrieve"),
    "other_id_at_read": Behaviour(another_id=True),
}

METHODS: Final = ("create", "confirm", "retrieve", "cancel", "list")

_KEPT: Final = {
    f"{failure.value}_at_{method}": Behaviour(first={method: failure})
    for failure in KeptFailure
    for method in METHODS
    if (failure, method) != (KeptFailure.ERROR_500, "confirm")  # The lies above have two of these.
}

BEHAVIOURS: Final = _STRIPE | {f"pm_local_{name}": lie for name, lie in (_LIES | _KEPT).items()}
"""Token → behaviour; any other token is unknown to this provider."""
