"""Which app client speaks for which merchant: a table that no deployment writes."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib.iam import Statement, allow, document, via
from components.lib.outputs import StackDefaults
from components.parts.grantee import Grantee
from components.parts.table import over_tls, table, table_policy

_READ_KEY = ["kms:Decrypt", "kms:DescribeKey"]
_WRITE_KEY = [*_READ_KEY, "kms:Encrypt", "kms:GenerateDataKey"]


@dataclass(frozen=True)
class MerchantDirectoryArgs:
    """Where the table lives and what it is encrypted with."""

    defaults: StackDefaults


class MerchantDirectory(pulumi.ComponentResource):
    """A table of merchants and their clients, which `till merchants` keeps and functions read.

    Creates: the table, and its resource policy.
    Guarantees: TLS only, a customer key, point-in-time recovery of 35 days, deletion protection, no
    grant that writes more than a bucket: a function can let nobody in.
    """

    table: pulumi.Output[str]
    table_arn: str
    """Known before it exists."""

    def __init__(
        self, name: str, args: MerchantDirectoryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:MerchantDirectory", name, None, opts)
        self._args = args
        context = args.defaults.context
        physical = context.name("merchants")
        self.table_arn = context.arn("dynamodb", f"table/{physical}")
        made = table(self, f"{name}-merchants", args.defaults, physical, ["id"])
        table_policy(self, f"{name}-over-tls", made, over_tls(self.table_arn))
        self.table = made.name
        self.register_outputs({"table": self.table, "table_arn": self.table_arn})

    @property
    def environment(self) -> dict[str, pulumi.Output[str]]:
        """As a function that knows merchants reads it."""
        return {"MERCHANTS_TABLE": self.table}

    @property
    def exports(self) -> dict[str, pulumi.Output[str]]:
        """The table's name, as the stack exports it."""
        return {"merchants_table": self.table}

    def grant_know_callers(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may look up one client or merchant at a time, and move a merchant's bucket.

        It can change nothing else of a merchant: what AWS counts as its attributes is all that an
        expression names (DynamoDB, "Using IAM policy conditions for fine-grained access control").
        """
        bucket = {"ForAllValues:StringEquals": {"dynamodb:Attributes": ["id", "full_at"]}}
        return self._grant(
            function,
            "know-callers",
            _WRITE_KEY,
            allow(["dynamodb:GetItem"], [self.table_arn]),
            allow(["dynamodb:UpdateItem"], [self.table_arn], bucket),
        )

    def grant_find(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may look up one merchant at a time."""
        return self._grant(
            function, "find-merchants", _READ_KEY, allow(["dynamodb:GetItem"], [self.table_arn])
        )

    def grant_list(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may read the names of all merchants."""
        return self._grant(
            function, "list-merchants", _READ_KEY, allow(["dynamodb:Scan"], [self.table_arn])
        )

    def _grant(
        self, function: Grantee, what: str, key: Sequence[str], *statements: Statement
    ) -> aws.iam.RolePolicy:
        when = via(self._args.defaults.context, "dynamodb")
        return function.grant(
            what,
            pulumi.Output.from_input(self._args.defaults.keys.data).apply(
                lambda arn: document(*statements, allow(key, [arn], when))
            ),
        )
