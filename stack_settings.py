"""The stack's settings: `pulumi.Config` read once into one frozen model.

A wrong or unknown key stops the program with the key and the line that mends it, and never with
the value: it may be a secret. Times alone are told with their numbers, where two do not fit.
"""

import json
import re
from collections.abc import Iterable, Mapping
from math import ceil
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

import pulumi
from pulumi.runtime.config import CONFIG, get_config_env
from pydantic import (
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import InitErrorDetails

import trust_store
from runtime.contract import settings as kinds
from runtime.contract.broken_times import broken
from runtime.contract.fleet import Fleet, fleet_faults
from runtime.contract.loopback import loopback_faults
from runtime.contract.payer_days import PayerDays
from runtime.contract.throttle import Throttle
from runtime.contract.timing import Seconds, Times, Waits
from settings_errors import Problem, explain, problems, unknown, wrong

LEASE_MARGIN_SECONDS = 30
"""An attempt's lease outlives the function that took it by this much."""

_PROVIDER_KEYS = {"aws:region", "aws:allowedAccountIds"}


class SettingsError(pulumi.RunError):
    """The stack's config can't be used; says which key and how to mend it, without a traceback."""

    def __init__(self, message: str, found: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(found)


class Timing(Waits):
    """Seconds that the system waits."""

    model_config = ConfigDict(alias_generator=to_camel, use_attribute_docstrings=True)

    lease: Seconds | None = None
    """Where it is not set: the processor's timeout + 30 s."""


PROGRAM: Final = Path(__file__).parent
"""Where a file's name in the settings begins."""


class StackSettings(kinds.Settings):
    """Everything that may differ between two stacks; `Pulumi.yaml` describes each key."""

    region: Annotated[str, Field(alias="aws:region", min_length=1)]
    accounts: Annotated[tuple[kinds.Account], Field(alias="aws:allowedAccountIds")]
    """The one account that the AWS provider may touch; names and ARNs are made from it."""
    currencies: Annotated[tuple[kinds.Currency, ...], Field(min_length=1)] = ("eur", "usd")
    psp_key: Annotated[SecretStr, Field(min_length=1)]
    psp_key_version: Annotated[int, Field(ge=1)] = 1
    psp_api_base: Annotated[str, Field(pattern=r"^https?://")] = "https://api.stripe.com"
    webhooks_to_loopback: str = ""
    webhook_secrets: Annotated[tuple[kinds.WebhookSecret, ...], Field(max_length=2)] = ()
    webhook_secrets_version: Annotated[int, Field(ge=1)] = 1
    message_keys: kinds.KeyNumbers = (1,)
    error_documentation: Annotated[str, Field(pattern=r"^https://[A-Za-z0-9._~:/?#&=,-]+$")] = (
        "https://github.com/tillstack/tillstack/blob/main/docs/errors.md#"
    )
    runbooks: Annotated[str, Field(pattern=r"^https://[A-Za-z0-9._~:/?#&=,-]{1,200}$")] = (
        "https://github.com/tillstack/tillstack/blob/main/docs/runbooks/"
    )
    sender_address: Annotated[str, Field(pattern=kinds.PLAIN_ADDRESS, max_length=254)]
    alarm_email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")] | None = None
    alarm_pager: kinds.PagerAddress | None = None
    alarm_chat: kinds.SlackChannel | None = None
    owner: str = "payments"
    retention: Literal["protect", "dispose"] = "protect"
    timing: Timing = Timing()
    processor: kinds.FunctionSize = kinds.FunctionSize()
    throttle: Throttle = Throttle()
    merchant_limit: Throttle | None = None
    """Where it is not set: half of `throttle`."""
    domain: kinds.Domain | None = None
    network: kinds.Network | None = None
    fleet: Fleet | None = None
    event_bus: kinds.EventBus | None = None
    audit_trail: bool = False
    dependency_layer: bool = True
    owns_api_gateway_account: bool = False
    waf_rate_limit: Annotated[int, Field(ge=10, le=2_000_000)] = 20_000
    ledger_suffix: Annotated[str, Field(pattern=r"^([a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?)?$")] = ""
    log_level: Literal["DEBUG", "INFO"] = "INFO"
    logged_payments: Annotated[int, Field(ge=0, le=100)] = 100
    log_retention_days: kinds.LogDays = 400
    payer_retention_days: PayerDays = 400
    four_eyes_above: Annotated[dict[str, Annotated[int, Field(ge=0)]], Field(default_factory=dict)]

    @property
    def account(self) -> str:
        """The account's number."""
        return self.accounts[0]

    @property
    def protect(self) -> bool:
        """Whether what holds data is kept from deletion."""
        return self.retention == "protect"

    @property
    def livemode(self) -> bool:
        """Whether real money moves: the key says so, and only `prod` may hold such a key."""
        return re.match(r"(sk|rk)_live_", self.psp_key.get_secret_value()) is not None

    @property
    def psp_key_text(self) -> str:
        """The key in clear, for the secret that holds it."""
        return self.psp_key.get_secret_value()

    @property
    def paged(self) -> bool:
        """Whether there is a pager."""
        return self.alarm_pager is not None

    @property
    def webhook_secrets_json(self) -> str:
        """The secrets as the function that receives webhooks reads them."""
        return json.dumps([each.get_secret_value() for each in self.webhook_secrets])

    @property
    def loopback_trust(self) -> str:
        """The file that vouches for endpoints on this very machine; empty: none is called."""
        return str(PROGRAM / self.webhooks_to_loopback) if self.webhooks_to_loopback else ""

    @property
    def trust_store_file(self) -> str | None:
        """The file with what vouches for callers' certificates; None: callers need none."""
        own = self.domain and self.domain.trust_store
        return str(PROGRAM / own) if own else None

    @property
    def times(self) -> Times:
        """All times: what is set, and what follows from it."""
        timeout, lease = self.processor.timeout_seconds, self.timing.lease
        if lease is None:
            lease = timeout + LEASE_MARGIN_SECONDS
        waits = self.timing.model_dump(exclude={"lease"})
        return Times(**waits, lease=lease, processor_timeout=timeout)

    @property
    def merchant_limit_json(self) -> str:
        """A merchant's limit as the functions read it: by itself it leaves half to the others."""
        rate, burst = (ceil(each / 2) for each in (self.throttle.rate, self.throttle.burst))
        return (self.merchant_limit or Throttle(rate=rate, burst=burst)).model_dump_json()

    @property
    def timing_json(self) -> str:
        """The times as the functions read them."""
        return self.times.model_dump_json()

    @model_validator(mode="after")
    def _times_fit_together(self) -> Self:
        if faults := list(broken(self.times)):
            lines = [
                InitErrorDetails(type=wrong(each.sentence, *each.mend), input=None)
                for each in faults
            ]
            raise ValidationError.from_exception_data("StackSettings", lines)
        return self

    @model_validator(mode="after")
    def _four_eyes_on_all(self) -> Self:
        for each in sorted(set(self.four_eyes_above) - set(self.currencies)):
            raise unknown("fourEyesAbove", each)
        for each in self.currencies if self.four_eyes_above else ():
            if each not in self.four_eyes_above:
                raise wrong(f"must name all currencies; {each} is missing", "fourEyesAbove", each)
        return self

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        for sentence, *at in (*fleet_faults(self), *loopback_faults(self)):
            raise wrong(sentence, *at)
        return self

    @model_validator(mode="after")
    def _callers_can_be_vouched_for(self) -> Self:
        try:
            if self.trust_store_file:
                trust_store.read(Path(self.trust_store_file), trust_store.now())
        except trust_store.TrustStoreError as error:
            raise wrong(f"the file {error}", "domain", "trustStore") from None
        return self

    @model_validator(mode="after")
    def _modes_agree(self, info: ValidationInfo) -> Self:
        if self.livemode != (info.context or {}).get("livemode"):
            message = (
                "`pspKey` is a live key, and only the stack `prod` may hold one"
                if self.livemode
                else "`pspKey` is no live key, and the stack `prod` needs one"
            )
            raise wrong(message, "pspKey")
        return self


def read_settings() -> StackSettings:
    """The settings of the stack that is being deployed.

    Raises:
        SettingsError: naming each wrong key, with the command that mends it.
    """
    prefix = f"{pulumi.get_project()}:"
    config = {**get_config_env(), **CONFIG.get()}
    given = {
        key.removeprefix(prefix): value
        for key, value in config.items()
        if key.startswith(prefix) or key in _PROVIDER_KEYS
    }
    stack = pulumi.get_stack()
    return parse(given, livemode=stack == "prod", stack=stack)


def parse(given: Mapping[str, Any], *, livemode: bool, stack: str = "") -> StackSettings:
    """`given` as settings; a value is text as the engine passes it, JSON for a structure.

    An empty text or object is as good as none: the CLI wants a default for every optional key.
    The commands of an error are for `stack`, or for the one that is selected.

    Raises:
        SettingsError: naming each wrong key, with the command that mends it.
    """
    values = {key: kinds.set_as(text) for key, text in given.items()}
    present = {key: value for key, value in values.items() if value not in ("", {})}
    try:
        return StackSettings.model_validate(present, context={"livemode": livemode})
    except ValidationError as error:
        raise SettingsError(
            explain(error, StackSettings, stack), problems(error, StackSettings, stack)
        ) from None
