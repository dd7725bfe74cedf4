"""The stack goes over to restored tables as docs/runbooks/restore.md says."""

from pathlib import Path

import pytest

from tests._wait import until
from tests.engine.deployed_stack import DeployedStack, deployed_stack, worked
from tests.faults.steps import charges, pay, succeeded
from tests.journey.functions import sweep
from till.__main__ import main

pytestmark = pytest.mark.engine

SUFFIX = "20261128t050000z"


def repoint(here: DeployedStack, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Export the state, name the new tables in it, import it, and look at what is there."""
    file = folder / "state.json"
    worked(here.workspace.run(here.emulator, "stack", "export", "--file", str(file), capture=True))
    capsys.readouterr()
    assert main(["repoint", SUFFIX, "--file", str(file)]) == 0
    file.write_text(capsys.readouterr().out)
    worked(here.workspace.run(here.emulator, "stack", "import", "--file", str(file), capture=True))


def test_a_stack_goes_over_to_restored_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is replaced or deleted, and the old tables stay as they were.

    A payment that was charged after the moment waits in the restored table; it finishes by itself
    and is not charged again.
    """
    with deployed_stack(tmp_path, "local") as here:
        here.come_up()
        stack, dynamodb = here.stack(), here.emulator.client("dynamodb")
        acme = stack.merchant("acme")
        old = [stack.outputs[f"{thing}_table"] for thing in ("payments", "entries")]

        def held() -> list[int]:
            return [dynamodb.scan(TableName=table, Select="COUNT")["Count"] for table in old]

        stack.psp.set_mode(outage=True)
        waiting = pay(acme, 950)
        for table in old:
            dynamodb.restore_table_to_point_in_time(
                SourceTableName=table, TargetTableName=f"{table}-{SUFFIX}"
            )
        stack.psp.set_mode(outage=False)
        until(lambda: succeeded(acme, waiting), 120)
        before = held()

        repoint(here, tmp_path, capsys)
        here.configure(ledgerSuffix=SUFFIX)
        targets = ("--target", "**ledger-payments", "--target", "**ledger-entries")
        worked(here.run("refresh", *targets))
        steps = here.steps()
        assert {op for op, _ in steps} == {"update", "create"}
        assert {name for op, name in steps if op == "create"} == {
            "ledger-entries-stay",
            "ledger-payments-over-tls",
        }
        assert {("update", "ledger-payments"), ("update", "ledger-entries")} <= steps
        here.up()
        assert here.steps() == set()
        assert here.stack().outputs["payments_table"] == f"{old[0]}-{SUFFIX}"

        until(lambda: sweep(stack) and succeeded(acme, waiting), 120)
        new = pay(acme, 951)
        until(lambda: succeeded(acme, new), 60)
        assert charges(stack, waiting, new) == [1, 1]
        assert held() == before
        acme.close()
