"""The ledger: the current state of each payment, and everything that ever happened to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.event_table import EventTable
from components.lib.iam import Condition, Statement, allow, document, via
from components.lib.outputs import StackDefaults, Tables
from components.parts.grantee import Grantee
from components.parts.table import over_tls, table, table_policy

_INDEXES = {
    "open": ("open_shard", "due_at"),
    "by_day": ("day_key", "created_key"),
    "by_reference": ("reference_key", "created_key"),
}
"""Index → its keys; each holds keys only, and `open` and `by_reference` are sparse."""
_NUMBERS = ("open_shard", "due_at", "seq")
_READ_KEY = ["kms:Decrypt", "kms:DescribeKey"]
_WRITE_KEY = [
    *_READ_KEY,
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
]
_READS = ["BatchGetItem"]
"""A row with what is sealed of it: two items, one call."""
_MOVES = [*_READS, "PutItem", "UpdateItem"]
_SWEEPS: Condition = {
    "ForAllValues:StringEquals": {
        "dynamodb:Attributes": ["payment_id", "due_at", "open_shard", "sweeps", "version"]
    },
    "StringEquals": {"dynamodb:ReturnValues": "NONE"},
}
"""What an update of the sweeper may name (DynamoDB, "fine-grained access control")."""
_CHANGES = [
    f"dynamodb:{action}"
    for action in (
        "UpdateItem",
        "DeleteItem",
        "BatchWriteItem",
        "PartiQLInsert",
        "PartiQLUpdate",
        "PartiQLDelete",
    )
]


@dataclass(frozen=True)
class LedgerTableArgs:
    """Where the tables live, what they are encrypted with, and whether they are restored ones.

    `events` takes what a commit makes due for a merchant, in the commit's own transaction.
    """

    defaults: StackDefaults
    events: EventTable


class LedgerTable(pulumi.ComponentResource):
    """Two tables: `payments` (conditional transitions) and `entries` (append-only, hash-chained).

    Creates: the tables, and for each a resource policy: TLS only, and no change of an entry.
    Guarantees: a customer key, point-in-time recovery of 35 days, deletion protection, no grant
    that updates or deletes an entry. (IAM can't deny an overwrite by PutItem: the chain shows it.)
    Whoever may append an entry that a merchant is told of may put what is due of it among the
    events, and nothing else there.
    """

    tables: Tables
    table_arns: tuple[str, str, str]
    """Payments, entries, and what is due of them."""

    def __init__(
        self, name: str, args: LedgerTableArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:LedgerTable", name, None, opts)
        self._name = name
        self._args = args
        context = args.defaults.context
        self._payments_arn = context.arn("dynamodb", f"table/{self._physical('payments')}")
        self._entries_arn = context.arn("dynamodb", f"table/{self._physical('entries')}")
        self.table_arns = (self._payments_arn, self._entries_arn, args.events.table_arn)
        payments = self._table("payments", ["payment_id"], _INDEXES)
        entries = self._table("entries", ["payment_id", "seq"], {})
        rows, chains = (over_tls(each, indexes=True) for each in self.table_arns[:2])
        table_policy(self, f"{name}-payments-over-tls", payments, rows)
        table_policy(
            self, f"{name}-entries-stay", entries, _entries_stay(self._entries_arn), chains
        )
        self.tables = Tables(payments.name, entries.name, args.events.table)
        self.register_outputs({"tables": vars(self.tables), "table_arns": self.table_arns})

    @property
    def exports(self) -> dict[str, pulumi.Output[str]]:
        """The tables' names, as the stack exports them."""
        return {"payments_table": self.tables.payments, "entries_table": self.tables.entries}

    def grant_accept_payment(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may write a new payment with its first entry, and read it for a replay."""
        return self._grant(function, "accept-payment", [*_READS, "PutItem"], ["PutItem"])

    def grant_read_payments(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may read payments, lists, entries and deliveries; it can change nothing."""
        own, indexes = ["GetItem", *_READS], ["by_day", "by_reference"]
        told = _dynamodb(["BatchGetItem", "Query"], [self._args.events.table_arn])
        return self._grant(function, "read-payments", own, ["Query"], indexes, _READ_KEY, told)

    def grant_cancel_payment(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may move a payment that nobody has begun."""
        return self._grant(function, "cancel-payment", [*_READS, "PutItem"], ["PutItem"])

    def grant_operate_payments(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may list and read payments and entries, and resolve or send a mail anew."""
        own, entries = ["GetItem", *_READS, "PutItem"], ["PutItem", "Query"]
        return self._grant(function, "operate-payments", own, entries, list(_INDEXES))

    def grant_process_payment(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may move payments, put off their due date and append entries.

        The PSP's circuit breaker is an item among the payments, read and written like them.
        """
        own = ["GetItem", *_MOVES]
        return self._grant(function, "process-payment", own, ["PutItem", "Query"])

    def grant_notify_customer(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may keep a notification record by what the entries say, and append entries."""
        return self._grant(function, "notify-customer", _MOVES, ["PutItem", "Query"])

    def grant_receive_email_event(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may write what became of a payment's mail; it reads no entry."""
        return self._grant(function, "receive-email-event", [*_READS, "PutItem"], ["PutItem"])

    def grant_deliver_events(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may read payments and their entries; it changes nothing of the ledger."""
        return self._grant(function, "read-payments", ["GetItem"], ["Query"], key=_READ_KEY)

    def grant_receive_webhook(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may see how a payment stands; entries are closed to it."""
        return self._grant(function, "read-payment", ["GetItem"], [], key=_READ_KEY)

    def grant_sweep_payments(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may find open payments and move their due date; entries are closed to it.

        An update names the date, its place in the index and the sweeps, and nothing else comes
        back. The key finds the row and `version` is compared: IAM can't tell that from a change.
        """
        update = allow(["dynamodb:UpdateItem"], [self._payments_arn], _SWEEPS)
        return self._grant(
            function, "sweep-payments", ["GetItem"], [], ["open"], _WRITE_KEY, update
        )

    def grant_reconcile_payments(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may read payments by day, entries, and the last drill; it changes nothing."""
        own = ["GetItem", *_READS]
        return self._grant(function, "reconcile-payments", own, ["Query"], ["by_day"], _READ_KEY)

    def grant_expire_payers(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may read payments by day and the entries of one, and write both anew.

        Who is erased owes no mail any more, so no merchant is told of it.
        """
        rows, entries = ["GetItem", *_READS, "PutItem"], ["PutItem", "Query"]
        return self._grant(function, "expire-payers", rows, entries, ["by_day"], tells=False)

    def grant_sign_ledger(self, function: Grantee) -> aws.iam.RolePolicy:
        """`function` may read payments by day; entries are closed to it, and it changes nothing."""
        return self._grant(function, "sign-ledger", _READS, [], ["by_day"], _READ_KEY)

    def _grant(
        self,
        function: Grantee,
        what: str,
        payments: Sequence[str],
        entries: Sequence[str],
        indexes: Sequence[str] = (),
        key: Sequence[str] = _WRITE_KEY,
        *more: Statement,
        tells: bool = True,
    ) -> aws.iam.RolePolicy:
        statements = [_dynamodb(payments, [self._payments_arn]), *more]
        if entries:
            statements.append(_dynamodb(entries, [self._entries_arn]))
        if tells and "PutItem" in entries:
            statements.append(_dynamodb(["PutItem"], [self._args.events.table_arn]))
        if indexes:
            # A query on an index needs the index's ARN; the table's alone is denied.
            arns = [f"{self._payments_arn}/index/{index}" for index in indexes]
            statements.append(_dynamodb(["Query"], arns))
        when = via(self._args.defaults.context, "dynamodb")
        return function.grant(
            what,
            pulumi.Output.from_input(self._args.defaults.keys.data).apply(
                lambda arn: document(*statements, allow(key, [arn], when))
            ),
        )

    def _physical(self, table: str) -> str:
        name = self._args.defaults.context.name(table)
        suffix = self._args.defaults.settings.ledger_suffix
        return f"{name}-{suffix}" if suffix else name

    def _table(
        self, name: str, keys: Sequence[str], indexes: Mapping[str, tuple[str, str]]
    ) -> aws.dynamodb.Table:
        return table(
            self,
            f"{self._name}-{name}",
            self._args.defaults,
            self._physical(name),
            keys,
            numbers=_NUMBERS,
            indexes=indexes,
        )


def _dynamodb(actions: Sequence[str], arns: Sequence[str]) -> Statement:
    return allow([f"dynamodb:{action}" for action in actions], arns)


def _entries_stay(arn: str) -> Statement:
    return {
        "Sid": "EntriesStay",
        "Effect": "Deny",
        "Principal": "*",
        "Action": _CHANGES,
        "Resource": arn,
    }
