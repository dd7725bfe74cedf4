"""Which events merchants are still to be told, which they were, and how their endpoints are."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib.iam import allow, document, via
from components.lib.outputs import StackDefaults
from components.parts.grantee import Grantee
from components.parts.table import over_tls, table, table_policy

_READ_KEY = ["kms:Decrypt", "kms:DescribeKey"]
_WRITE_KEY = [*_READ_KEY, "kms:Encrypt", "kms:GenerateDataKey"]


@dataclass(frozen=True)
class EventTableArgs:
    """Where the table lives and what it is encrypted with."""

    defaults: StackDefaults


class EventTable(pulumi.ComponentResource):
    """Three kinds of items, by `pk` and `sk`: what is due, what was told, and failing endpoints.

    Creates: the table, and its resource policy.
    Guarantees: TLS only, a customer key, point-in-time recovery of 35 days, deletion protection;
    no item holds more of a payment than its id, and DynamoDB takes away what has expired.
    """

    table: pulumi.Output[str]
    table_arn: str
    """Known before it exists."""

    def __init__(
        self, name: str, args: EventTableArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:EventTable", name, None, opts)
        self._args = args
        physical = args.defaults.context.name("events")
        self.table_arn = args.defaults.context.arn("dynamodb", f"table/{physical}")
        made = table(
            self,
            f"{name}-events",
            args.defaults,
            physical,
            ["pk", "sk"],
            expires="expires_at",
        )
        table_policy(self, f"{name}-over-tls", made, over_tls(self.table_arn))
        self.table = made.name
        self.register_outputs({"table": self.table, "table_arn": self.table_arn})

    @property
    def environment(self) -> dict[str, pulumi.Output[str]]:
        """As a function that knows of events reads it."""
        return {"EVENTS_TABLE": self.table}

    @property
    def exports(self) -> dict[str, pulumi.Output[str]]:
        """The table's name, as the stack exports it."""
        return {"events_table": self.table}

    def grant_deliver_events(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may find what is due, write what became of it, and take it off."""
        actions = ["DeleteItem", "GetItem", "PutItem", "Query"]
        return self._grant(function, "move-events", actions, _WRITE_KEY)

    def grant_sweep_events(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may look whether something is due, and write how an endpoint is."""
        actions = ["GetItem", "PutItem", "Query"]
        return self._grant(function, "sweep-events", actions, _WRITE_KEY)

    def _grant(
        self, function: Grantee, what: str, actions: list[str], key: list[str]
    ) -> aws.iam.RolePolicy:
        when = via(self._args.defaults.context, "dynamodb")
        use = allow([f"dynamodb:{each}" for each in actions], [self.table_arn])
        return function.grant(
            what,
            pulumi.Output.from_input(self._args.defaults.keys.data).apply(
                lambda arn: document(use, allow(key, [arn], when))
            ),
        )
