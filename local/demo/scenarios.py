"""What the demo shows: payments that meet each kind of luck, and what must become of them."""

from typing import Any, Final, NamedTuple

SUCCEEDS: Final = "pm_card_visa"
DECLINED: Final = "pm_card_visa_chargeDeclinedInsufficientFunds"


class Scenario(NamedTuple):
    """One payment, what the PSP does with it, and how it must end."""

    title: str
    payment_method: str
    locale: str
    status: str
    attempts: int
    code: str | None = None
    """The code of the error that the payment must show at the end."""

    def body(self, number: int) -> dict[str, Any]:
        """The request."""
        return request(
            number, self.payment_method, self.locale, name="Ana" if number % 2 else "Ben"
        )


SCENARIOS: Final = (
    Scenario("succeeds", SUCCEEDS, "en", "succeeded", 1),
    Scenario("declined", DECLINED, "pt-BR", "failed", 1, "card_declined"),
    Scenario(
        "needs all three retries", "pm_local_unavailable_three_times", "pt-PT", "succeeded", 4
    ),
    Scenario(
        "retries run out", "pm_local_unavailable_forever", "en", "failed", 4, "attempts_exhausted"
    ),
    Scenario(
        "charged, but the answer was lost", "pm_local_timeout_after_charge", "en", "succeeded", 1
    ),
    Scenario("slow", "pm_local_slow", "pt-BR", "succeeded", 1),
    Scenario("pending for a while", "pm_local_pending_for_a_while", "en", "succeeded", 1),
    Scenario(
        "the PSP charged another amount",
        "pm_local_wrong_amount",
        "en",
        "requires_review",
        1,
        "verification_mismatch",
    ),
)


def request(number: int, payment_method: str, locale: str, *, name: str) -> dict[str, Any]:
    """The body of a payment of 10.00 EUR and some cents."""
    return {
        "amount": 1000 + number,
        "currency": "eur",
        "payment_method": payment_method,
        "customer": {
            "email": f"payer-{number}@example.com",
            "name": name,
            "locale": locale,
        },
        "description": f"Order {number}",
        "reference": f"order-{number}",
    }


def burst_request(number: int) -> dict[str, Any]:
    """One of many: every tenth is declined, every other speaks Portuguese."""
    method = DECLINED if number % 10 == 0 else SUCCEEDS
    return request(10_000 + number, method, "pt-BR" if number % 2 else "en", name="Eva")
