"""The parts of the stack's settings that components take, by shape.

No component names the program's own settings class, so it can stand in another program.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from runtime.contract.fleet import Fleet
from runtime.contract.settings import (
    Domain,
    EventBus,
    FunctionSize,
    Network,
    PagerAddress,
    SlackChannel,
)
from runtime.contract.throttle import Throttle


class ProgramSettings(Protocol):
    """Everything that the program is made of but the secrets, known before anything exists."""

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
    def four_eyes_above(self) -> Mapping[str, int]:
        """Currency → minor units that one operator resolves alone; empty: any."""

    @property
    def payer_retention_days(self) -> int:
        """How long a final payment keeps its payer."""

    @property
    def log_level(self) -> Literal["DEBUG", "INFO"]:
        """From where on the functions' lines are kept."""

    @property
    def logged_payments(self) -> int:
        """Of a hundred payments, of how many each good step is a line."""

    @property
    def protect(self) -> bool:
        """Whether what holds data is kept from deletion."""

    @property
    def currencies(self) -> Sequence[str]:
        """Lower-case ISO 4217 codes."""

    @property
    def message_keys(self) -> Sequence[int]:
        """Numbers of the keys that merchants encrypt for; the first is the one to use."""

    @property
    def throttle(self) -> Throttle:
        """For all merchants together."""

    @property
    def merchant_limit_json(self) -> str:
        """Of one merchant's calls, as the functions read it."""

    @property
    def error_documentation(self) -> str:
        """What the `type` of a problem begins with."""

    @property
    def runbooks(self) -> str:
        """What the address of every runbook begins with."""

    @property
    def waf_rate_limit(self) -> int:
        """Calls from one address in five minutes."""

    @property
    def owns_api_gateway_account(self) -> bool:
        """Whether this stack sets the account's API Gateway logging role."""

    @property
    def domain(self) -> Domain | None:
        """None: the gateway answers under the name that AWS gives it."""

    @property
    def trust_store_file(self) -> str | None:
        """File with what vouches for callers' certificates; None: callers need none."""

    @property
    def network(self) -> Network | None:
        """None: the functions run in AWS's own network."""

    @property
    def fleet(self) -> Fleet | None:
        """None: the function alone works on payments."""

    @property
    def event_bus(self) -> EventBus | None:
        """None: events are told to merchants' endpoints alone."""

    @property
    def audit_trail(self) -> bool:
        """Whether the stack writes the account's audit trail."""

    @property
    def ledger_suffix(self) -> str:
        """Ends the names of restored tables."""

    @property
    def sender_address(self) -> str:
        """Where mails to payers come from."""

    @property
    def dependency_layer(self) -> bool:
        """Whether there is a layer."""

    @property
    def psp_api_base(self) -> str:
        """The payment service provider's address."""

    @property
    def loopback_trust(self) -> str:
        """The file that vouches for merchants' endpoints on the very machine that calls them."""

    @property
    def timing_json(self) -> str:
        """The timing as the functions read it."""

    @property
    def livemode(self) -> bool:
        """Whether real money moves."""

    @property
    def processor(self) -> FunctionSize:
        """Of `process_payment`."""

    @property
    def alarm_email(self) -> str | None:
        """Who is told; without an address, whoever subscribes."""

    @property
    def paged(self) -> bool:
        """Whether there is a pager."""

    @property
    def alarm_chat(self) -> SlackChannel | None:
        """None: alarms are written in no chat."""


class PagerSettings(Protocol):
    """Who is woken."""

    @property
    def alarm_pager(self) -> PagerAddress | None:
        """The pager's https address, which holds its key; None: there is no pager."""


class PspSettings(Protocol):
    """What we and the payment service provider know each other by.

    A version goes up by one whenever its text changes: what is written and never read back
    can't be compared.
    """

    @property
    def psp_api_base(self) -> str:
        """Where the key is good."""

    @property
    def psp_key_text(self) -> str:
        """The key that we call with."""

    @property
    def psp_key_version(self) -> int:
        """Of the key."""

    @property
    def webhook_secrets_json(self) -> str:
        """JSON array of what signs the events that we are told; every one of them is good."""

    @property
    def webhook_secrets_version(self) -> int:
        """Of the array."""
