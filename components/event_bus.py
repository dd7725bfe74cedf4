"""The bus on which the company's own systems hear of payments."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.core import PaymentCore
from components.lib import limits
from components.lib.context import StackContext
from components.lib.event_bus import EVENTS, event_schemas
from components.lib.iam import (
    Statement,
    account_decides,
    allow,
    allow_accounts,
    allow_service,
    deny_everybody,
    deny_insecure,
    document,
    from_source,
)
from components.lib.naming import EVENTS_LOST
from components.lib.outputs import StackDefaults
from components.lib.regions import keeps_schemas
from components.merchant_events import MerchantEvents
from components.parts.grantee import Grantee
from components.parts.kms_key import kms_key
from components.parts.lost_queue import Sender, lost_queue
from runtime.contract import settings
from runtime.contract.metrics import Said, Severity

_WRITER = "deliver_events"
_PUT = ["events:PutEvents"]
_PUT_WHERE_IT_IS = ["events:DescribeEventBus", *_PUT]
_RULES = [
    "events:DeleteRule",
    "events:DescribeRule",
    "events:DisableRule",
    "events:EnableRule",
    "events:ListTagsForResource",
    "events:ListTargetsByRule",
    "events:PutRule",
    "events:PutTargets",
    "events:RemoveTargets",
    "events:TagResource",
    "events:UntagResource",
]
"""What a reader does with rules of its own (EventBridge calls it
`AllowAccountToManageRulesTheyCreated`)."""
_OWN_RULES = {"StringEqualsIfExists": {"events:creatorAccount": "${aws:PrincipalAccount}"}}
_READ_SCHEMAS = [
    "schemas:DescribeRegistry",
    "schemas:DescribeSchema",
    "schemas:ExportSchema",
    "schemas:ListSchemaVersions",
    "schemas:ListSchemas",
    "schemas:SearchSchemas",
]
_LOST = Said("The bus has taken an event and could not keep it.", "event-bus", Severity.PAGE)


@dataclass(frozen=True)
class EventBusArgs:
    """Where the bus is, and who reads it."""

    defaults: StackDefaults
    bus: settings.EventBus


class EventBus(pulumi.ComponentResource):
    """Every event of every merchant, for rules of the accounts that the settings name.

    Creates: a key and its alias, the bus with its policy, a queue for what it could not keep and
    an alarm on that, an archive of what was put on it, and a registry with the schema of each type
    of event, where the region has registries.
    Guarantees: one role alone puts events, a reader touches no rule of another's, TLS only; bus
    and archive are encrypted with a key that EventBridge uses for this bus and for nothing else.
    """

    arn: str
    """Known before it exists."""

    def __init__(
        self, name: str, args: EventBusArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:EventBus", name, None, opts)
        self._name = name
        self._defaults = args.defaults
        self._context = args.defaults.context
        self.arn = args.defaults.event_bus_arn
        self._readers = [self._context.account_arn(each) for each in args.bus.readers]
        self._made = self._bus(args.bus.archive_days)
        if keeps_schemas(self._context.region):
            self._schemas()
        self.register_outputs({"arn": self.arn})

    @property
    def exports(self) -> dict[str, pulumi.Output[str]]:
        """The bus, as the stack exports it."""
        return {"event_bus_arn": pulumi.Output.from_input(self.arn)}

    def grant_put(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may put events on the bus and see that it is there; its policy names it too.

        It may not before there are bus, policy and archive: EventBridge takes what is put on a bus
        that does not exist, and drops it (User Guide, "Sending events with PutEvents").
        """
        said = document(allow(_PUT_WHERE_IT_IS, [self.arn]))
        return function.grant("put-events", said, self._made)

    def _bus(self, archive_days: int) -> list[pulumi.Resource]:
        """What must be there before anything is put."""
        child, context = pulumi.ResourceOptions(parent=self), self._context
        physical = context.name(EVENTS)
        how = {
            "enable_key_rotation": True,
            "rotation_period_in_days": limits.KEY_ROTATION_DAYS,
            "policy": document(account_decides(context), *_for_bus(context, self.arn)),
        }
        key = kms_key(self, f"{self._name}-key", context, "event-bus", "events on the bus", how)
        # Under the key of queues: when this one can't be used, its events end there.
        bus_alone = Sender("events.amazonaws.com", from_source(self.arn))
        name, defaults = self._name, self._defaults
        lost = lost_queue(self, name, defaults, EVENTS_LOST, bus_alone, _LOST, "confidential")
        bus = aws.cloudwatch.EventBus(
            f"{self._name}-bus",
            name=physical,
            description="What became of payments, for whoever the settings let read",
            kms_key_identifier=key.arn,
            dead_letter_config={"arn": lost.arn},
            tags=context.tags("confidential"),
            opts=child,
        )
        policy = aws.cloudwatch.EventBusPolicy(
            f"{self._name}-policy",
            event_bus_name=bus.name,
            policy=document(*_who(context, self.arn, self._readers)),
            opts=child,
        )
        archive = aws.cloudwatch.EventArchive(
            f"{self._name}-archive",
            name=physical,
            description="What was put on the bus, to be replayed",
            event_source_arn=bus.arn,
            retention_days=archive_days,
            kms_key_identifier=key.arn,
            opts=child,
        )
        return [bus, policy, archive]

    def _schemas(self) -> None:
        child, physical = pulumi.ResourceOptions(parent=self), self._context.name(EVENTS)
        registry = aws.schemas.Registry(
            f"{self._name}-registry",
            name=physical,
            description="What the events on the bus look like",
            tags=self._context.tags(),
            opts=child,
        )
        for kind, content in event_schemas().items():
            aws.schemas.Schema(
                f"{self._name}-{kind}",
                name=f"tillstack@{kind}",
                registry_name=registry.name,
                type="JSONSchemaDraft4",
                description=f"An event of type {kind}, as a rule's target receives it",
                content=content,
                tags=self._context.tags(),
                opts=child,
            )
        arns = [
            self._context.arn("schemas", each)
            for each in (f"registry/{physical}", f"schema/{physical}/*")
        ]
        aws.schemas.RegistryPolicy(
            f"{self._name}-registry-policy",
            registry_name=registry.name,
            policy=document(allow_accounts("ReadSchemas", self._readers, _READ_SCHEMAS, arns)),
            opts=child,
        )


def with_event_bus(
    name: str, core: PaymentCore, events: MerchantEvents
) -> dict[str, pulumi.Output[str]]:
    """The bus that the settings ask for, if they ask for one; returns its exports."""
    if core.settings.event_bus is None:
        return {}
    bus = EventBus(name, EventBusArgs(core.defaults, core.settings.event_bus))
    bus.grant_put(events.deliver_events)
    return bus.exports


def _for_bus(context: StackContext, bus_arn: str) -> list[Statement]:
    """EventBridge, for this bus and its archive.

    The encryption context is the bus's ARN for both; to describe a key there is none (EventBridge
    User Guide, "Encrypting EventBridge archives with AWS KMS keys").
    """
    service = "events.amazonaws.com"
    uses = ["kms:Decrypt", "kms:GenerateDataKey", "kms:ReEncrypt*"]
    this_bus = {"StringEquals": {"kms:EncryptionContext:aws:events:event-bus:arn": bus_arn}}
    ours = {"StringEquals": {"aws:SourceAccount": context.account}}
    return [
        allow_service(service, uses, "*", this_bus),
        allow_service(service, ["kms:DescribeKey"], "*", ours),
    ]


def _who(context: StackContext, bus_arn: str, readers: Sequence[str]) -> list[Statement]:
    """Who may do what with the bus; a rule belongs to the account that made it."""
    rules = context.arn("events", f"rule/{context.name(EVENTS)}/*")
    writer = context.arn("iam", f"role/{context.name(_WRITER.replace('_', '-'))}")
    # A replay is EventBridge's own work, and no role's.
    others = {
        "ArnNotEquals": {"aws:PrincipalArn": writer},
        "Bool": {"aws:PrincipalIsAWSService": "false"},
    }
    return [
        allow_accounts("OwnRules", readers, _RULES, [rules], _OWN_RULES),
        deny_everybody("OneWriter", _PUT, others, bus_arn),
        deny_insecure("events:*", bus_arn, rules),
    ]
