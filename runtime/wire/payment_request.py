"""What a merchant may ask for: one strict model, and our code for every way to break it."""

import re
from collections.abc import Collection, Mapping
from typing import Annotated, Any, Final, NamedTuple, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from runtime.contract.currencies import CURRENCIES, LARGEST_AMOUNT
from runtime.contract.problems import Code
from runtime.domain.errors import InvalidRequestError
from runtime.wire.texts import seen, without_nulls

ModelT = TypeVar("ModelT", bound=BaseModel)

LONGEST_BODY: Final = 8 * 1024
"""Bytes."""

PRINTABLE: Final = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
"""No line breaks or control characters: these texts reach mails and statements."""

EMAIL: Final = re.compile(
    r"(?=.{3,254}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])"
)
"""RFC 5321's dot-string and domain, ASCII only: what SES accepts as a recipient."""

LONGEST_LOCAL_PART: Final = 64
"""Characters before the `@` (RFC 5321, 4.5.3.1.1)."""


class BrokenRuleError(ValueError):
    """A rule of ours that pydantic can't state; it carries its own code."""

    def __init__(self, code: Code, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def _email(text: str) -> str:
    local, _, _ = text.partition("@")
    if len(local) > LONGEST_LOCAL_PART or not EMAIL.fullmatch(text):
        ascii_only = "" if text.isascii() else " ASCII only: an international domain as punycode."
        raise BrokenRuleError(Code.EMAIL_INVALID, f"Must be one e-mail address.{ascii_only}")
    return text


def _no_link(name: str) -> str:
    # A shop may pass its customers' input on: no stranger's link leaves from a signed address.
    if re.search(r"://|www\.", name, re.IGNORECASE):
        raise BrokenRuleError(Code.PARAMETER_INVALID, "Must hold no link.")
    return name


def _suffix(text: str) -> str:
    # Stripe, "Statement descriptors": Latin characters, none of <>\'"*, at least one letter.
    if not re.fullmatch(r"[ !#-&()+-;=?-\[\]-~]*", text) or not re.search(r"[A-Za-z]", text):
        raise BrokenRuleError(
            Code.PARAMETER_INVALID, "Must be Latin characters with at least one letter."
        )
    return text


def text(longest: int, shortest: int = 1) -> Any:
    """The constraints of a text of one line."""
    return StringConstraints(min_length=shortest, max_length=longest, pattern=PRINTABLE)


class Strict(BaseModel):
    """No coercion, no unknown field, no value in an error."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


class Customer(Strict):
    """Who pays."""

    email: Annotated[str, AfterValidator(_email)]
    name: Annotated[str, BeforeValidator(seen), text(100), AfterValidator(_no_link)] | None = None
    locale: Annotated[
        str, StringConstraints(max_length=35, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")
    ] = "en"
    """BCP 47: the language of the mail (`en` or `pt`, else `en`), and how it writes the amount."""


class PaymentRequest(Strict):
    """The body of `POST /v1/payments`."""

    currency: str
    """Lower-case ISO 4217; stands before `amount`, whose minimum depends on it."""
    amount: Annotated[int, Field(ge=1, le=LARGEST_AMOUNT)]
    """Minor units."""
    payment_method: Annotated[str, StringConstraints(max_length=255, pattern=r"^pm_[A-Za-z0-9_]+$")]
    """The PSP's token, never card data."""
    customer: Customer
    description: Annotated[str, BeforeValidator(seen), text(500)] | None = None
    statement_descriptor_suffix: Annotated[str, text(22), AfterValidator(_suffix)] | None = None
    reference: Annotated[str, BeforeValidator(seen), text(64)] | None = None
    metadata: Annotated[
        dict[Annotated[str, text(40)], Annotated[str, text(500, shortest=0)]],
        Field(max_length=20),
    ] = {}

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


class Fault(NamedTuple):
    """One broken rule."""

    code: str
    detail: str
    param: str | None = None
    """Dotted path of the field."""


class InvalidFieldsError(InvalidRequestError):
    """One or more fields break a rule; the first one gives the code."""

    def __init__(self, faults: list[Fault]) -> None:
        first = faults[0]
        super().__init__(first.code, first.detail, first.param)
        self.faults = tuple(faults)


_CODES: Final[Mapping[tuple[str, str], Code]] = {
    ("*", "missing"): Code.PARAMETER_MISSING,
    ("*", "extra_forbidden"): Code.PARAMETER_UNKNOWN,
    ("amount", "greater_than_equal"): Code.AMOUNT_TOO_SMALL,
    ("amount", "less_than_equal"): Code.AMOUNT_TOO_LARGE,
}
"""(Field, pydantic's error type) → our code; anything else is `parameter_invalid`."""

_DETAILS: Final[Mapping[str, str]] = {
    "missing": "This field is required.",
    "extra_forbidden": "There is no such field.",
    "string_pattern_mismatch": "Has characters or a form that is not allowed.",
    "string_unicode": "Is not valid Unicode.",
}
"""Our words where pydantic's would print a pattern or be unclear; none of them holds a value."""

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_\[\]-]{0,39}")


def read_request(document: Any, currencies: Collection[str]) -> PaymentRequest:
    """The request in a JSON document.

    Raises:
        InvalidFieldsError: with every fault, never with a value.
    """
    return read_as(PaymentRequest, document, {"currencies": currencies})


def read_as(model: type[ModelT], document: Any, context: Any = None) -> ModelT:
    """What `model` makes of a document that somebody sent, in which null means absent.

    Args:
        model: what it must be.
        document: a JSON document, or the parameters of a query.
        context: what the model's own rules need to know.

    Raises:
        InvalidRequestError: it is no object.
        InvalidFieldsError: with every fault, in the order of the model's fields, and no value.
    """
    if not isinstance(document, dict):
        raise InvalidRequestError(Code.JSON_INVALID, "The body must be a JSON object.")
    try:
        return model.model_validate(without_nulls(document), context=context)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
    raise InvalidFieldsError(
        [
            _fault(detail["type"], _path(detail["loc"]), detail["msg"], detail.get("ctx", {}))
            for detail in details
        ]
    )


def _fault(kind: str, param: str | None, message: str, context: Mapping[str, Any]) -> Fault:
    broken = context.get("error")
    if isinstance(broken, BrokenRuleError):
        return Fault(broken.code, broken.detail, param)
    code = _CODES.get((param or "", kind)) or _CODES.get(("*", kind)) or Code.PARAMETER_INVALID
    return Fault(code, _DETAILS.get(kind, message), param)


def _path(loc: tuple[int | str, ...]) -> str | None:
    """The dotted path, up to the first part that might be data rather than a name."""
    names: list[str] = []
    for part in map(str, loc):
        if part == "[key]" or not _NAME.fullmatch(part):
            break
        names.append(part)
    return ".".join(names) or None
