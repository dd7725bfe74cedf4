"""What a stack may set and components take: sizes, throttle and domain, each with its bounds."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Secret
from pydantic.alias_generators import to_camel

from runtime.contract.currencies import CURRENCIES


def _account(text: str) -> str:
    """An account's id, set as text or, where nobody said `--type string`, as a number.

    Raises:
        ValueError: it is not 12 digits.
    """
    if re.fullmatch(r"[0-9]{1,11}", text):
        raise ValueError("has less than 12 digits; set as a number, an id loses a 0 in front")
    if not re.fullmatch(r"[0-9]{12}", text):
        raise ValueError("must be 12 digits, without spaces or dashes")
    return text


# The engine itself refuses a number in a list that `Pulumi.yaml` calls one of text; not here.
Account = Annotated[str, Field(coerce_numbers_to_str=True), AfterValidator(_account)]

WebhookSecret = Annotated[
    Secret[Annotated[str, Field(pattern=r"^whsec_")]],
    Field(json_schema_extra={"writeOnly": True}),
]

PLAIN_ADDRESS: Final = r"^[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
"""So plain that what SES says of an address can't be about this one
(`runtime/adapters/_ses_refusals.py`)."""


class Settings(BaseModel):
    """Read from a stack's configuration, in camelCase; no error shows a value."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        alias_generator=to_camel,
        validate_by_alias=True,
        validate_by_name=True,
        use_attribute_docstrings=True,
    )


class FunctionSize(Settings):
    """The size of `process_payment`."""

    memory_mb: Annotated[int, Field(ge=128, le=10_240)] = 1_024
    """MiB; a function's share of a processor grows with it."""
    timeout_seconds: Annotated[int, Field(ge=10, le=900)] = 45
    """One batch's; the queue's visibility and the lease follow from it."""
    maximum_concurrency: Annotated[int, Field(ge=2, le=1_000)] = 10
    """Batches at a time; a PSP outage is met by few callers, not by all."""


class Throttle(Settings):
    """What the gateway lets through per method: `rate` calls a second, `burst` at once."""

    rate: Annotated[int, Field(ge=1, le=10_000)] = 25
    """Calls a second."""
    burst: Annotated[int, Field(ge=1, le=5_000)] = 25
    """Calls at once."""


class Domain(Settings):
    """The gateway's own name and its certificate."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9.-]+$", coerce_numbers_to_str=True)]
    """`pay.example.com`."""
    certificate_arn: Annotated[str, Field(pattern=r"^arn:[a-z-]+:acm:")]
    """Of a certificate in the stack's region."""
    trust_store: Annotated[str, Field(min_length=1)] | None = None
    """File, from the program's folder, with the certificates of the authorities whose clients may
    call, in PEM: without a client certificate of theirs nobody gets in (mutual TLS)."""
    ownership_certificate_arn: Annotated[str, Field(pattern=r"^arn:[a-z-]+:acm:")] | None = None
    """With a trust store, of a certificate that ACM itself issued for the name, where the other
    one was imported or is of a private authority."""


class Network(Settings):
    """Where the functions run, if not in AWS's own network."""

    zones: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[a-z]$")], ...], Field(min_length=2, max_length=3)
    ]
    """Letters of availability zones: two or more, so that one may fail."""
    psp_ranges: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,3}){3}/(2[4-9]|3[0-2])$")], ...],
        Field(max_length=240),
    ] = ()
    """Where the provider's API answers, instead of the list that comes with this version."""


def _different(numbers: tuple[int, ...]) -> tuple[int, ...]:
    """Each number is a key of its own."""
    if len(set(numbers)) < len(numbers):
        raise ValueError("must name each key once")
    return numbers


KeyNumbers = Annotated[
    tuple[Annotated[int, Field(ge=1, le=9_999)], ...],
    Field(min_length=1, max_length=2),
    AfterValidator(_different),
]
"""Keys of one kind by number: one, or two while one replaces the other; the first is in use."""

PAYER_DAYS_LEAST: Final = 30
"""Longer than a payment can still be charged, looked for and compared with the provider's book."""
PAYER_DAYS_MOST: Final = 3_653
"""Ten years, which no law on books that we know of exceeds."""


def _payer_days(days: int) -> int:
    """Long enough that nobody needs the payer any more, and not for ever."""
    if not PAYER_DAYS_LEAST <= days <= PAYER_DAYS_MOST:
        raise ValueError(
            f"must be {PAYER_DAYS_LEAST} to {PAYER_DAYS_MOST} days: before, a payment may still be "
            "charged, resolved or told of; after ten years nothing needs its payer"
        )
    return days


PayerDays = Annotated[int, AfterValidator(_payer_days)]
"""How many days after its acceptance a final payment keeps its payer."""

_LOG_DAYS: Final = {365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}


def _known_to_cloudwatch(days: int) -> int:
    """CloudWatch knows a few numbers only; PCI DSS 10.5.1 wants a year at least.

    Raises:
        ValueError: it is none of them.
    """
    if days not in _LOG_DAYS:
        raise ValueError(f"must be one of {sorted(_LOG_DAYS)}")
    return days


LogDays = Annotated[int, AfterValidator(_known_to_cloudwatch)]
"""How many days a log group keeps its lines."""


def _offered(code: str) -> str:
    """A currency whose amounts are known.

    Raises:
        ValueError: it is none of them.
    """
    if code not in CURRENCIES:
        raise ValueError(f"must be one of {', '.join(CURRENCIES)}, in lower case")
    return code


Currency = Annotated[str, AfterValidator(_offered)]
"""Lower-case ISO 4217 code of a currency that is offered."""
