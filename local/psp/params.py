"""Form-encoded parameters as Stripe takes them, and what Stripe refuses about them.

A parameter that Stripe knows but this server does not act on is refused as unknown too:
an ignored parameter would be a silent difference. `payment_method_types` is gone since API
version 2026-09-30.endive (Stripe, "Removes the payment method types parameter").
"""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl

from local.psp.behaviours import BEHAVIOURS
from local.psp.errors import ApiError, no_such, refuse
from runtime.contract.currencies import CURRENCIES, LARGEST_AMOUNT

CREATE: Final = frozenset(
    {
        "allowed_payment_method_types",
        "amount",
        "automatic_payment_methods",
        "capture_method",
        "confirmation_method",
        "currency",
        "expand",
        "metadata",
        "payment_method",
        "statement_descriptor_suffix",
    }
)
CONFIRM: Final = frozenset({"error_on_requires_action", "expand", "off_session", "return_url"})
CANCEL: Final = frozenset({"cancellation_reason", "expand"})
RETRIEVE: Final = frozenset({"expand"})
LIST: Final = frozenset({"created", "ending_before", "expand", "limit", "starting_after"})

TYPES: Final = "allowed_payment_method_types"
LONGEST_SUFFIX: Final = 22


@dataclass(frozen=True)
class Form:
    """Scalars by their full name (`metadata[payment_id]`), lists by their base name."""

    values: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)

    def nested(self, name: str) -> dict[str, str]:
        """The members of a map parameter."""
        prefix = f"{name}["
        return {
            key.removeprefix(prefix).removesuffix("]"): value
            for key, value in self.values.items()
            if key.startswith(prefix)
        }


def parse(encoded: str, known: frozenset[str]) -> Form:
    """Decode `encoded`, refusing every parameter outside `known`."""
    form = Form()
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        base = name.split("[", 1)[0]
        if base == "payment_method_types":
            refuse(
                "payment_method_types is no longer supported: use allowed_payment_method_types.",
                code="payment_method_types_no_longer_supported",
                param=base,
            )
        if base not in known:
            refuse(f"Received unknown parameter: {base}", code="parameter_unknown", param=base)
        if re.fullmatch(r"[^\[]+\[\d*\]", name):
            form.lists.setdefault(base, []).append(value)
        else:
            form.values[name] = value
    return form


def _required(form: Form, name: str) -> str:
    if not form.values.get(name):
        refuse(f"Missing required param: {name}.", code="parameter_missing", param=name)
    return form.values[name]


def integer(value: str, param: str, least: int = 1) -> int:
    """A whole number of at least `least`."""
    if not re.fullmatch(r"-?\d{1,18}", value) or int(value) < least:
        refuse(f"Invalid integer: {value}", code="parameter_invalid_integer", param=param)
    return int(value)


def boolean(form: Form, name: str) -> bool:
    """A flag; false where it is absent."""
    value = form.values.get(name, "false")
    if value not in {"true", "false"}:
        refuse(f"Invalid boolean: {value}", param=name)
    return value == "true"


def money(form: Form) -> tuple[int, str]:
    """Amount in minor units and lower-case currency."""
    amount, currency = integer(_required(form, "amount"), "amount"), _required(form, "currency")
    if currency not in CURRENCIES:
        refuse(f"Invalid currency: {currency}.", param="currency")
    if amount < CURRENCIES[currency].minimum:
        refuse("Amount is too small.", code="amount_too_small", param="amount")
    if amount > LARGEST_AMOUNT:
        refuse("Amount is too large.", code="amount_too_large", param="amount")
    if amount % (step := CURRENCIES[currency].step):
        refuse(f"Amounts in {currency} must be divisible by {step}.", param="amount")
    return amount, currency


def suffix(form: Form) -> str | None:
    """The statement descriptor's suffix: at most 22 characters, a letter among them."""
    value = form.values.get("statement_descriptor_suffix")
    name = "statement_descriptor_suffix"
    if value and len(value) > LONGEST_SUFFIX:
        refuse("Invalid string: must be at most 22 characters.", param=name)
    if value and (not re.search("[A-Za-z]", value) or re.search(r"[<>\\'\"*]", value)):
        refuse("The statement descriptor suffix is invalid.", param=name)
    return value


def payment_method(form: Form) -> str | None:
    """A token of the table, or none.

    Raises:
        ApiError: the table has no such token.
    """
    token = form.values.get("payment_method")
    if token is not None and token not in BEHAVIOURS:
        raise no_such(token, "PaymentMethod", param="payment_method", status=400)
    return token


def one_of(form: Form, name: str, allowed: tuple[str, ...]) -> str:
    """One of `allowed`; the first where it is absent."""
    value = form.values.get(name, allowed[0])
    if value not in allowed:
        refuse(f"Invalid {name}: must be one of {', '.join(allowed)}", param=name)
    return value


def may_redirect(form: Form) -> bool:
    """Whether a confirm must name a `return_url`."""
    automatic = form.nested("automatic_payment_methods")
    if automatic.get("enabled") == "true":
        if TYPES in form.lists:
            refuse(
                f"You may only specify one of these parameters: automatic_payment_methods, {TYPES}."
            )
        return automatic.get("allow_redirects") != "never"
    return TYPES not in form.lists


def types(form: Form) -> list[str]:
    """Payment method types; this server takes cards only."""
    listed = form.lists.get(TYPES, ["card"])
    if listed != ["card"]:
        refuse("The payment method type is invalid.", param=TYPES)
    return listed


def key_reused(*, same_endpoint: bool) -> ApiError:
    """An idempotency key belongs to its first request for ever."""
    what = "with the same parameters" if same_endpoint else "for the same endpoint"
    message = f"Keys for idempotent requests can only be used {what} they were first used with."
    return ApiError(400, "idempotency_error", message)


def key_in_use() -> ApiError:
    """The first request with this key is still running."""
    message = "There is currently another in-progress request using this idempotency key."
    return ApiError(409, "idempotency_error", message, code="idempotency_key_in_use")
