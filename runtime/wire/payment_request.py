"""What a merchant may ask for, as one strict model."""

from collections.abc import Collection
from typing import Annotated, Any

from pydantic import (
    Field,
    Secret,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from runtime.contract.codes import Code
from runtime.contract.currencies import CURRENCIES, LARGEST_AMOUNT
from runtime.wire.documents import BrokenRuleError, Strict, read_as
from runtime.wire.fields import SEEN, Email, PayerName, Suffix, text
from runtime.wire.texts import seen_within


class Customer(Strict):
    """Who pays."""

    email: Secret[Email]
    name: Secret[PayerName] | None = None
    locale: Annotated[
        str, StringConstraints(max_length=35, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")
    ] = "en"
    """BCP 47: the language of the mail (`en` or `pt`, else `en`), and how it writes the amount."""


PaymentMethod = Annotated[str, StringConstraints(max_length=255, pattern=r"^pm_[A-Za-z0-9_]+$")]


class PaymentRequest(Strict):
    """The body of `POST /v1/payments`."""

    currency: str
    """Lower-case ISO 4217; stands before `amount`, whose minimum depends on it."""
    amount: Annotated[int, Field(ge=1, le=LARGEST_AMOUNT)]
    """Minor units."""
    payment_method: Secret[PaymentMethod]
    """The PSP's token, never card data."""
    customer: Customer
    description: Annotated[str, seen_within(500), text(500), SEEN] | None = None
    statement_descriptor_suffix: Suffix | None = None
    reference: Annotated[str, seen_within(64), text(64), SEEN] | None = None
    metadata: Annotated[
        dict[Annotated[str, text(40)], Annotated[str, text(500, shortest=0)]],
        Field(max_length=20, json_schema_extra={"additionalProperties": False}),
    ] = {}  # noqa: RUF012 - pydantic gives each model its own.

    @field_validator("currency")
    @classmethod
    def _accepted_here(cls, currency: str, info: ValidationInfo) -> str:
        allowed = (info.context or {}).get("currencies", CURRENCIES)
        if currency not in CURRENCIES or currency not in allowed:
            raise BrokenRuleError(Code.CURRENCY_NOT_SUPPORTED, "Not accepted here.")
        return currency

    @field_validator("amount")
    @classmethod
    def _chargeable(cls, amount: int, info: ValidationInfo) -> int:
        if (code := info.data.get("currency")) is None:
            return amount
        currency = CURRENCIES[code]
        if amount < currency.minimum:
            least = f"Must be at least {currency.minimum} minor units."
            raise BrokenRuleError(Code.AMOUNT_TOO_SMALL, least)
        if amount % currency.step:
            whole = f"Must be a multiple of {currency.step} minor units in this currency."
            raise BrokenRuleError(Code.PARAMETER_INVALID, whole)
        return amount


def read_request(document: Any, currencies: Collection[str]) -> PaymentRequest:
    """The request in a JSON document.

    Raises:
        InvalidFieldsError: with every fault, never with a value.
    """
    return read_as(PaymentRequest, document, {"currencies": currencies})
