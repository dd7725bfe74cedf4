"""The parts of the stack's settings that components take, by shape.

No component names the program's own settings class, so it can stand in another program.
"""

from collections.abc import Sequence
from typing import Protocol


class StackLocation(Protocol):
    """Where the stack lives and how it keeps what it holds."""

    @property
    def account(self) -> str:
        """The account's number."""

    @property
    def region(self) -> str:
        """`eu-central-1`."""

    @property
    def owner(self) -> str:
        """For the tag of that name."""

    @property
    def log_retention_days(self) -> int:
        """How long every log group keeps its lines."""

    @property
    def protect(self) -> bool:
        """Whether what holds data is kept from deletion."""


class FunctionSize(Protocol):
    """The size of a function on a queue."""

    @property
    def memory_mb(self) -> int:
        """MiB."""

    @property
    def timeout_seconds(self) -> int:
        """One batch's."""

    @property
    def maximum_concurrency(self) -> int:
        """Batches at a time; a PSP outage is met by few callers, not by all."""


class Throttle(Protocol):
    """What the gateway lets through per method."""

    @property
    def rate(self) -> int:
        """Calls a second."""

    @property
    def burst(self) -> int:
        """Calls at once."""


class ApiSettings(Protocol):
    """What the API takes."""

    @property
    def currencies(self) -> Sequence[str]:
        """Lower-case ISO 4217 codes."""

    @property
    def throttle(self) -> Throttle:
        """For all merchants together."""


class Domain(Protocol):
    """The gateway's own name and its certificate."""

    @property
    def name(self) -> str:
        """`pay.example.com`."""

    @property
    def certificate_arn(self) -> str:
        """Of a certificate in the stack's region."""


class GatewaySettings(Protocol):
    """How the gateway stands open."""

    @property
    def throttle(self) -> Throttle:
        """For all merchants together."""

    @property
    def error_documentation(self) -> str:
        """What the `type` of a problem begins with."""

    @property
    def waf_rate_limit(self) -> int:
        """Calls from one address in five minutes."""

    @property
    def owns_api_gateway_account(self) -> bool:
        """Whether this stack sets the account's API Gateway logging role."""

    @property
    def domain(self) -> Domain | None:
        """None: the gateway answers under the name that AWS gives it."""


class ProgramSettings(StackLocation, ApiSettings, Protocol):
    """Everything that names and environments are made of, known before anything exists."""

    @property
    def merchants(self) -> Sequence[str]:
        """The names that payments are filed under."""

    @property
    def ledger_suffix(self) -> str:
        """Ends the names of restored tables."""

    @property
    def sender_address(self) -> str:
        """Where mails to payers come from."""

    @property
    def domain(self) -> Domain | None:
        """The gateway's own name."""

    @property
    def dependency_layer(self) -> bool:
        """Whether there is a layer."""

    @property
    def owns_api_gateway_account(self) -> bool:
        """Whether there is a role for the account's gateways."""

    @property
    def psp_api_base(self) -> str:
        """The payment service provider's address."""

    @property
    def timing_json(self) -> str:
        """The timing as the functions read it."""

    @property
    def livemode(self) -> bool:
        """Whether real money moves."""
