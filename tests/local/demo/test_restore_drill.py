"""`make restore-drill` on a running stack: what it must find, it finds."""

from collections import Counter
from collections.abc import Sequence

import pytest
from rich.console import Console

from local.demo._exports import Exports
from local.demo.restore_drill import main, pay_around, told
from local.stack import collect
from local.stack.stack import LocalStack
from runtime.domain.payment import Status
from runtime.domain.restore_check import Then
from till.restore.drill import Drill
from till.restore.plan import Plan
from till.restore.restore_drill import BROKEN, drill, provider

pytestmark = pytest.mark.emulator

Drilled = tuple[LocalStack, Exports, Plan, frozenset[str]]
"""The last: payments that other tests made before."""


class Tampered(Exports):
    """A restore after which somebody changed an entry."""

    def wait(self, tables: Sequence[str]) -> None:
        """Then change one."""
        super().wait(tables)
        item = self._client.scan(TableName=tables[-1], Limit=1)["Items"][0]
        self._client.put_item(TableName=tables[-1], Item={**item, "actor": {"S": "somebody"}})


@pytest.fixture(name="drilled", scope="module")
def _drilled(stack: LocalStack, tmp_path_factory: pytest.TempPathFactory) -> Drilled:
    """Payments before, at and after a moment, and the exports of it."""
    exports = Tampered(stack.emulator.client("dynamodb"), tmp_path_factory.mktemp("exports"))
    earlier = collect.known(stack)
    return stack, exports, pay_around(stack, exports, quietly), earlier


def test_what_the_restored_ledger_does_not_know_is_named(drilled: Drilled) -> None:
    """One pending, two waiting, one canceled and two new payments; nothing else of the drill's."""
    stack, exports, plan, earlier = drilled
    plain = Exports(stack.emulator.client("dynamodb"), exports._folder)
    one = Drill(stack.emulator.client, told(stack), plan)
    one.restore(plain, quietly)
    try:
        with provider(stack.emulator.client, told(stack)) as psp:
            sound, sections = one.look(psp, int(plan.at.timestamp()), quietly)
        found = {section.title: section for section in [*sections, *one.switch(quietly)]}
    finally:
        one.remove()
    assert sound
    gaps, torn = (
        [row for row in found[title].rows if row[0] not in earlier]
        for title in ("What the restored ledger does not know", "Rows and entries of two moments")
    )
    assert Counter(row[-1] for row in gaps) == {
        Then.CHARGED: 1,
        Then.CLAIMED: 2,
        Then.LOOKED_UP: 1,
        Then.REPEATED: 2,
    }
    assert [row[1:] for row in torn] == [(Status.QUEUED, Status.CANCELED, "2 canceled")]
    places = found["Would be switched over"].rows
    assert len([row for row in places if row[0] == "environment"]) == 14
    assert len([row for row in places if row[0] == "grant"]) == 14
    lacking = {row[1] for row in found["Not brought back"].rows}
    assert lacking == {"point-in-time recovery", "resource policy", "tags"}


def quietly(_: str) -> None:
    """Nobody watches."""


def test_a_tampered_entry_fails_the_drill(
    drilled: Drilled, capsys: pytest.CaptureFixture[str]
) -> None:
    """The chain shows it, the exit code says it, and the new tables are gone."""
    stack, exports, plan, _ = drilled
    one, console = Drill(stack.emulator.client, told(stack), plan), Console()
    with provider(stack.emulator.client, told(stack)) as psp:
        assert drill(console, one, exports, psp, delete=True) == BROKEN
    assert "its content does not match its hash" in " ".join(capsys.readouterr().out.split())
    names = stack.emulator.client("dynamodb").list_tables()["TableNames"]
    assert not {plan.new_payments, plan.new_entries} & set(names)


def test_a_port_in_use_is_one_sentence(
    stack: LocalStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is started beside what listens there."""
    assert main(["--port", str(stack.emulator.port)]) == 1
    assert f"Port {stack.emulator.port} on 127.0.0.1 can't be used" in " ".join(
        capsys.readouterr().out.split()
    )
