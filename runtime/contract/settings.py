"""What a stack may set and components take: sizes, throttle and domain, each with its bounds."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


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
