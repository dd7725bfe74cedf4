"""`make restore-drill`: pay, take a moment, pay on, bring both tables back, compare, print.

Exit code 0 only if the restored ledger is sound.
"""

import argparse
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from local.demo import signals
from local.demo._exports import Exports
from local.demo.demo import patience
from local.demo.scenarios import DECLINED, SUCCEEDS, request
from local.lib.arguments import add_places, places
from local.stack import collect
from local.stack.client import MerchantClient, NoAnswerError
from local.stack.merchants import MERCHANTS
from local.stack.stack import PROBLEMS, LocalStack, running
from till.lib.input import InputError
from till.restore.drill import Drill
from till.restore.plan import Plan, StackTables
from till.restore.restore_drill import drill, paper, provider

PENDING = "pm_local_pending_for_a_while"


def main(arguments: list[str] | None = None) -> int:
    """Run the drill; returns its exit code."""
    parser = argparse.ArgumentParser(prog="make restore-drill ARGS=…", description=__doc__)
    add_places(parser, None, None)
    wanted = parser.parse_args(arguments)
    console = paper()
    try:
        with (
            running(places(wanted), say=console.log) as stack,
            tempfile.TemporaryDirectory(prefix="tillstack-") as folder,
        ):
            exports = Exports(stack.emulator.client("dynamodb"), Path(folder))
            plan = pay_around(stack, exports, console.log)
            one = Drill(stack.emulator.client, told(stack), plan)
            with provider(stack.emulator.client, told(stack)) as known:
                return drill(console, one, exports, known, delete=True)
    except (*PROBLEMS, InputError, NoAnswerError) as problem:
        console.print(str(problem), style="red", markup=False, soft_wrap=True)
        return 1
    except KeyboardInterrupt:
        console.print("Stopped; nothing is left running.")
        return signals.INTERRUPTED


def told(stack: LocalStack) -> StackTables:
    """The stack as the drill knows it."""
    outputs = stack.outputs
    return StackTables(outputs["payments_table"], outputs["entries_table"], outputs["functions"])


def pay_around(stack: LocalStack, exports: Exports, say: Callable[[str], None]) -> Plan:
    """Payments before, at and after a moment, and that moment.

    At the moment two are final, one is pending at the PSP, and three wait, the PSP being away.
    One of the three is canceled when its row is exported and its entries are not.
    """
    client = stack.merchant(MERCHANTS[0])
    try:
        say("Two payments become final, and one is pending at the PSP")
        pay(client, 1, SUCCEEDS), pay(client, 2, DECLINED)
        wait(lambda: len(set(collect.at_rest(stack))) == 1)
        pending = pay(client, 3, PENDING)
        wait(lambda: client.payment(pending)["status"] == "verifying")
        say("The PSP is away, and three payments wait")
        stack.psp.set_mode(outage=True)
        *_, canceled = (pay(client, number, SUCCEEDS) for number in (4, 5, 6))
        plan = export(stack, exports, lambda: client.cancel(canceled))
        say("The moment is taken; the PSP is back, and two more payments are made")
        stack.psp.set_mode(outage=False)
        pay(client, 7, SUCCEEDS), pay(client, 8, SUCCEEDS)
        wait(lambda: len(set(collect.at_rest(stack))) == 1)
    finally:
        client.close()
    return plan


def export(stack: LocalStack, exports: Exports, between: Callable[[], object]) -> Plan:
    """The moment: the rows, then `between`, then the entries, as two restored tables differ."""
    tables = told(stack)
    exports.export(tables.payments)
    plan = Plan(tables.payments, tables.entries, datetime.now(UTC).replace(microsecond=0))
    between()
    exports.export(tables.entries)
    return plan


def pay(client: MerchantClient, number: int, payment_method: str) -> str:
    """The id of a new payment."""
    body = request(number, payment_method, "en", name="Ida")
    answer = client.pay(body, f"{client.run}-drill-{number}")
    return client.accepted(answer)


def wait(condition: Callable[[], bool]) -> None:
    """Until it is true, but not for ever: what is not final by then is in the report."""
    any(condition() for _ in patience())
