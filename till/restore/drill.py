"""A restore drill over any way of restoring: bring back, look at everything, say what would be."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from runtime.adapters.dynamodb_drill import DynamoDbDrill
from runtime.adapters.dynamodb_reader import DynamoDbReader
from runtime.domain.psp import Psp
from runtime.domain.restore_check import (
    ENTRIES_LATER,
    Findings,
    MissingInLedger,
    behind_the_psp,
    beyond_the_psp,
    canceled_since,
    examine,
    records_and_unread,
)
from runtime.domain.restore_drill import LastDrill
from runtime.use_cases.reconcile_payments import WINDOW
from till.ledger.verify_ledger import report as ledger_report
from till.lib.report import Section
from till.restore import tables
from till.restore._switch import Clients, TableReference, references
from till.restore.plan import Plan, StackTables
from till.restore.point_in_time import Restorer, stamp

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Say = Callable[[str], None]

MOVED: Final = (
    f"Payments that moved in the {ENTRIES_LATER} s between the two: {{}}. What their rows do not "
    "know was cut off the new table."
)
TOGETHER: Final = "Every row and its entries are of one moment."


class Drill:
    """One drill; `say` is told each step before it begins."""

    def __init__(self, clients: Clients, stack: StackTables, plan: Plan) -> None:
        self._clients = clients
        self._dynamodb: DynamoDBClient = clients("dynamodb")
        self._stack = stack
        self._plan = plan
        self.made: list[str] = []
        """The new tables that there are, or will be soon."""

    def restore(self, restorer: Restorer, say: Say) -> Section:
        """Bring both tables back and wait for them.

        Raises:
            InputError: one of them can't be brought back.
        """
        for source, at, target in self._plan.steps:
            say(f"Bringing {source} of {stamp(at)} back as {target}")
            restorer.restore(source, at, target)
            self.made.append(target)
        say("Waiting until both can be used; on AWS this takes from minutes to hours")
        restorer.wait(self.made)
        return Section(
            "Brought back",
            notes=[restorer.means],
            columns=("table", "as it was at", "as the new table"),
            rows=[(source, stamp(at), target) for source, at, target in self._plan.steps],
        )

    def look(self, psp: Psp, now: int, say: Say) -> tuple[bool, list[Section]]:
        """Whether the restored ledger is sound, and everything that was found.

        Raises:
            UnreadableRowError: what is stored has no form that this code reads.
            UnavailableError: no answer; the same call may be made again.
        """
        read = 0

        def seen(items: int) -> None:
            nonlocal read
            read += items
            say(f"Reading both new tables: {read} items")

        rows = tables.rows(self._dynamodb, self._plan.new_payments, seen)
        ledger = tables.entries(self._dynamodb, self._plan.new_entries, seen)
        at = int(self._plan.at.timestamp())
        found = examine(rows, ledger, at)
        ahead = sum(len(each.ahead) for each in found.inconsistencies)
        say(f"Cutting {ahead} entries to their rows")
        tables.cut(self._dynamodb, self._plan.new_entries, found.inconsistencies)
        say("Reading the PSP's list")
        psp_records, unread = records_and_unread(psp.list(at - WINDOW))
        present = DynamoDbReader(
            self._dynamodb, self._plan.payments, self._plan.entries, sealed=False
        ).get
        missing = [
            *canceled_since(rows, present),
            *behind_the_psp(rows, psp_records, now),
            *([] if unread else beyond_the_psp(rows, psp_records, at - WINDOW)),
        ]
        return not found.faults, [
            *ledger_report(ledger, list(rows.values()), found.faults),
            _tears(found),
            _missing(missing, len(psp_records), unread),
        ]

    def switch(self, say: Say) -> list[Section]:
        """What would be switched over, and what the new tables lack."""
        say("Looking for the tables' names in the stack")
        old = [self._plan.payments, self._plan.entries]
        found = [
            TableReference("output", "payments_table", self._plan.payments),
            TableReference("output", "entries_table", self._plan.entries),
            *references(self._clients, self._stack.functions, old),
        ]
        return [
            Section(
                "Would be switched over",
                notes=[
                    "Nothing was switched. One setting names both tables everywhere:",
                    f"pulumi config set ledgerSuffix {self._plan.suffix}",
                    "What to do before and after it: docs/runbooks/restore.md.",
                ],
                columns=("", "where", "names now"),
                rows=found,
            ),
            Section(
                "Not brought back",
                notes=["The `pulumi up` that switches sets these."],
                columns=("new table", "setting", "was", "is"),
                rows=list(self._differences()),
            ),
        ]

    def record(self, now: int) -> None:
        """Write down that the ledger was found sound; the alarm `restore-drill-age` counts from it.

        Raises:
            ConflictError: another drill was recorded meanwhile.
            UnavailableError: it may or may not be written.
        """
        last = DynamoDbDrill(self._dynamodb, self._plan.payments)
        last.put(LastDrill(last.get().version + 1, now))

    def remove(self) -> None:
        """Delete the new tables."""
        while self.made:
            self._dynamodb.delete_table(TableName=self.made[-1])
            self.made.pop()

    def _differences(self) -> Iterator[Sequence[str]]:
        for source, _, target in self._plan.steps:
            was, has = (tables.settings(self._dynamodb, each) for each in (source, target))
            for name in was:
                if was[name] != has[name]:
                    yield target, name, was[name], has[name]


def _tears(found: Findings) -> Section:
    return Section(
        "Rows and entries of two moments",
        notes=[MOVED.format(len(found.inconsistencies)) if found.inconsistencies else TOGETHER],
        columns=("payment", "row", "entries", "cut off"),
        rows=[
            (
                inconsistency.payment_id,
                inconsistency.row or "none",
                inconsistency.entries or "none",
                ", ".join(f"{entry.seq} {entry.type}" for entry in inconsistency.ahead),
            )
            for inconsistency in found.inconsistencies
        ],
    )


def _missing(missing: Sequence[MissingInLedger], looked_at: int, unread: int) -> Section:
    broke = f"{unread} answers of the PSP can't be read: what stands there was not compared."
    return Section(
        "What the restored ledger does not know",
        alerts=[broke] if unread else [],
        notes=[
            f"{looked_at} objects of the PSP were compared.",
            *([] if missing else ["The PSP's book says what the restored ledger says."]),
        ],
        columns=("payment", "PSP's object", "restored", "in fact", "with the restored ledger"),
        rows=[
            (gap.payment_id or "none", gap.ref or "none", gap.ours or "none", gap.theirs, gap.then)
            for gap in missing
        ],
    )
