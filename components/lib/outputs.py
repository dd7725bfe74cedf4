"""The values by which components are joined: what always travels together is one value."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from components.lib.context import StackContext
from components.lib.event_bus import event_bus_arn
from components.lib.key_arns import KeyArns
from components.lib.settings import ProgramSettings


@dataclass(frozen=True)
class Placement:
    """Where in the network a function is."""

    vpc_arn: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]
    subnet_arns: Sequence[pulumi.Input[str]]
    group_ids: Sequence[pulumi.Input[str]]
    group_arns: Sequence[pulumi.Input[str]]


@dataclass(frozen=True)
class NetworkRefs:
    """Both places that there are for a function."""

    inside: Placement
    """With AWS's services in reach."""
    out: Placement
    """With the payment service provider in reach besides."""

    @property
    def outputs(self) -> dict[str, list[pulumi.Input[str]]]:
        """As the component registers them."""
        return {"inside": [*self.inside.subnet_ids], "out": [*self.out.subnet_ids]}


@dataclass(frozen=True)
class StackDefaults:
    """What every component of a stack stands on, and every function in it."""

    context: StackContext
    settings: ProgramSettings
    keys: KeyArns
    alarm_topic_arn: pulumi.Input[str]
    """Who is told when something goes wrong."""
    layers: Sequence[pulumi.Input[str]]
    """ARNs of what the handlers import beside their own code."""
    mail_layers: Sequence[pulumi.Input[str]]
    """ARNs of what the notifier imports besides."""
    network: NetworkRefs | None = None
    """None: functions run in AWS's own network."""

    @property
    def event_bus_arn(self) -> str:
        """Of the bus that events are put on, known before it exists; empty: there is none."""
        return event_bus_arn(self.context, self.settings)

    @property
    def event_bus(self) -> dict[str, str]:
        """As a function that must know whether there is a bus reads it."""
        return {"EVENT_BUS": self.event_bus_arn}


@dataclass(frozen=True)
class Tables:
    """The ledger's two tables, and that of what its commits make due, by physical name."""

    payments: pulumi.Output[str]
    entries: pulumi.Output[str]
    events: pulumi.Output[str]

    @property
    def book(self) -> dict[str, pulumi.Output[str]]:
        """As a function that only reads the ledger reads them."""
        return {"PAYMENTS_TABLE": self.payments, "ENTRIES_TABLE": self.entries}

    @property
    def environment(self) -> dict[str, pulumi.Output[str]]:
        """As a function that uses all three reads them."""
        return {**self.book, "EVENTS_TABLE": self.events}


@dataclass(frozen=True)
class QueueRefs:
    """Where a queue takes and gives messages, and where those end that nobody could handle."""

    arn: pulumi.Output[str]
    url: pulumi.Output[str]
    dead_letter_arn: pulumi.Output[str]
    dead_letter_url: pulumi.Output[str]

    def exports(self, name: str) -> dict[str, pulumi.Output[str]]:
        """What a person needs of the queue of `name`, as the stack exports it."""
        return {
            f"{name}_queue_url": self.url,
            f"{name}_dead_letter_url": self.dead_letter_url,
        }


@dataclass(frozen=True)
class PspAccess:
    """How the account at the payment service provider is reached."""

    secret_arn: pulumi.Output[str]
    api_base: str
    """`https://api.stripe.com`; the local PSP's address on the local stack."""
    webhook_secret_arn: pulumi.Output[str]
    """Of what the PSP signs its events with."""

    @property
    def environment(self) -> dict[str, pulumi.Input[str]]:
        """As a function that calls the PSP reads it."""
        return {"PSP_SECRET_ARN": self.secret_arn, "PSP_API_BASE": self.api_base}
