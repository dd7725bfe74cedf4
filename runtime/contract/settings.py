"""What a stack may set and components take: sizes, throttle and domain, each with its bounds."""

import json
import re
from typing import Annotated, Any, Final

from pydantic import AfterValidator, ConfigDict, Field, Secret

from runtime.contract.currencies import CURRENCIES
from runtime.contract.throttle import Configured


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


def _shaped(pattern: str, otherwise: str) -> AfterValidator:
    """Takes a text of just this shape; the error says what it must be, never what it was."""

    def shaped(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(otherwise)
        return text

    return AfterValidator(shaped)


_PAGER: Final = _shaped(
    r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[^\s#]{1,500}",
    "must be an https address with a path, as the pager shows it for Amazon CloudWatch",
)
_WORKSPACE: Final = _shaped(
    r"T[0-9A-Z]{2,254}",
    "must be the workspace's id, T and capital letters or digits, as Slack shows it in the "
    "address of its page; the workspace's name is none",
)
_CHANNEL: Final = _shaped(
    r"[CG][0-9A-Z]{2,254}",
    "must be the channel's id, C (or G) and capital letters or digits, the end of the link "
    "that Slack copies; the channel's name is none",
)

PagerAddress = Annotated[
    Secret[Annotated[str, _PAGER]],
    Field(json_schema_extra={"writeOnly": True}),
]
"""Whoever has it may call: the pager's key is a part of it."""

PLAIN_ADDRESS: Final = r"^[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
"""So plain that what SES says of an address can't be about this one
(`runtime/adapters/_ses_refusals.py`)."""


class Settings(Configured):
    """What a stack's own settings are; their docstrings are the page's descriptions."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class SlackChannel(Settings):
    """A channel that Amazon Q Developer in chat applications was let into."""

    workspace_id: Annotated[str, _WORKSPACE]
    """`T07EA123LEP`; the console of Amazon Q Developer shows it beside the workspace's name."""
    channel_id: Annotated[str, _CHANNEL]
    """`C07EZ1ABC23`, the end of the link to the channel."""


PAYMENTS_PER_BATCH: Final = 10
"""What one invocation of the processor works on side by side."""


class FunctionSize(Settings):
    """The size of `process_payment`."""

    memory_mb: Annotated[int, Field(ge=128, le=10_240)] = 512
    """MiB; a function's share of a processor grows with it."""
    timeout_seconds: Annotated[int, Field(ge=10, le=900)] = 45
    """One batch's; the queue's visibility and the lease follow from it."""
    maximum_concurrency: Annotated[int, Field(ge=2, le=1_000)] = 10
    """Batches at a time; a PSP outage is met by few callers, not by all."""


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


def _each_once(accounts: tuple[str, ...]) -> tuple[str, ...]:
    """Each account reads once.

    Raises:
        ValueError: one is named twice.
    """
    if len(set(accounts)) < len(accounts):
        raise ValueError("must name each account once")
    return accounts


class EventBus(Settings):
    """A bus of Amazon EventBridge that events are put on, beside merchants' endpoints."""

    readers: Annotated[
        tuple[Account, ...], Field(min_length=1, max_length=100), AfterValidator(_each_once)
    ]
    """Accounts that may have rules on the bus; this one too, where it is to read."""
    archive_days: Annotated[int, Field(ge=1, le=30)] = 30
    """How long an event can be replayed. No erasure reaches an archive, and whoever asks for one is
    to have it within a month (GDPR, Article 12)."""


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


def set_as(text: Any) -> Any:
    """What a JSON text holds; any other value as it is, for the model to judge."""
    if not isinstance(text, str) or not text.startswith(("[", "{")):
        return text
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text
