"""`make demo`: deploy to this machine, pay, fail, retry, recover, e-mail, check the promises.

Exit code 0 only if every check held.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from local.demo import report, signals
from local.demo.checks import Checks
from local.demo.report import Screen
from local.demo.scenarios import SCENARIOS, SUCCEEDS, burst_request, request
from local.engine.engine import deployed
from local.engine.workspace import EngineError
from local.lib.arguments import a_count, add_places, places
from local.stack import collect, invariants
from local.stack.bus_reader import BusReader, reading
from local.stack.client import MerchantClient, NoAnswerError
from local.stack.merchants import MERCHANTS
from local.stack.stack import PROBLEMS, LocalStack, running

AT_REST_S = 90
"""A payment that is not at rest by then is a failed check."""

LOOK_EVERY_S = 0.3
ACCEPTED, KEY_REUSED = 202, 422


def main(arguments: list[str] | None = None) -> int:
    """Run the demo; returns its exit code."""
    parser = argparse.ArgumentParser(prog="make demo ARGS=…", description=__doc__)
    add_places(parser, None, None)
    parser.add_argument("--stack", help="a stack that `make up` left running (default: its own)")
    parser.add_argument("--payments", type=a_count, default=200, help="in the burst (default: 200)")
    parser.add_argument("--clients", type=a_count, default=20, help="in parallel (default: 20)")
    parser.add_argument("--picture", type=Path, help="also write what is shown as an SVG file")
    wanted = parser.parse_args(arguments)
    screen = Screen(Console(width=None if sys.stdout.isatty() else report.WIDTH, log_path=False))
    started = time.monotonic()
    try:
        with (
            (
                nullcontext(deployed(wanted.stack))
                if wanted.stack
                else running(places(wanted), say=screen.console.log, telling=True)
            ) as stack,
            reading(stack) as reader,
        ):
            checks = Checks(screen)
            play(stack, reader, screen, checks, (wanted.payments, wanted.clients))
    except (*PROBLEMS, EngineError, NoAnswerError) as problem:
        screen.console.print(str(problem), style="red", markup=False, soft_wrap=True)
        return 1
    except KeyboardInterrupt:
        screen.console.print("Stopped; nothing is left running.")
        return signals.INTERRUPTED
    summary(stack, screen, checks, time.monotonic() - started)
    if wanted.picture:
        screen.save(wanted.picture)
    return 1 if checks.broken else 0


def play(
    stack: LocalStack,
    reader: BusReader | None,
    screen: Screen,
    checks: Checks,
    size: tuple[int, int],
) -> None:
    """All chapters, in order; `size` is the burst's, payments and clients."""
    signals.heed()
    payments, clients = size
    earlier = collect.known(stack)
    first, second = (stack.merchant(name) for name in MERCHANTS)
    # Its answers count for the promises, and not for the burst's table.
    early = stack.merchant(second.merchant)
    pay_each_scenario(first, screen, checks)
    repeat_one_request(first, screen, checks)
    warm(early, clients)
    burst(second, screen, payments, clients)
    wait_for_rest(stack, screen, checks)
    wait_for_events(stack, reader, screen, checks)
    answers = [answer for client in (first, early, second) for answer in client.answers]
    snapshot = collect.collect(stack, answers, reader).without(earlier)
    screen.show(
        report.latencies(second.seconds, size, stack.gateway_limit, second.unanswered()),
        report.mails(snapshot.mails),
    )
    if told := [one for shop in collect.shops(stack).values() for one in shop.heard]:
        screen.show(report.events(told))
    kinds = {mail.template.split("-", 2)[2] for mail in snapshot.mails}
    wanted = {f"{tongue}-{end}" for tongue in ("en", "pt") for end in ("succeeded", "failed")}
    checks.that("mails in both languages for both outcomes", holds=kinds >= wanted, instead=kinds)
    verdicts = invariants.examine(snapshot)
    screen.show(report.verdicts(verdicts))
    for verdict in verdicts:
        checks.that(f"{verdict.name} {verdict.truth}", holds=not verdict.faults)
        for fault in verdict.faults[:5]:
            screen.show(f"  {fault}")
    for client in (first, early, second):
        client.close()


def pay_each_scenario(client: MerchantClient, screen: Screen, checks: Checks) -> None:
    """One payment for each kind of luck, watched until it is at rest."""
    answers = [
        client.pay(scenario.body(n), f"{client.run}-scenario-{n}")
        for n, scenario in enumerate(SCENARIOS, 1)
    ]
    ids = [client.accepted(answer) for answer in answers]
    with Live(console=screen.console, transient=True, auto_refresh=False) as live:
        seen = [client.payment(one) for one in ids]
        for _ in patience():
            live.update(report.payments(SCENARIOS, seen), refresh=True)
            if all(is_final(payment) for payment in seen):
                break
            seen = [client.payment(one) for one in ids]
    screen.show(report.payments(SCENARIOS, seen))
    for scenario, payment in zip(SCENARIOS, seen, strict=True):
        ended = (
            payment["status"],
            payment["attempt_count"],
            (payment["last_payment_error"] or {}).get("code"),
        )
        wanted = (scenario.status, scenario.attempts, scenario.code)
        checks.that(f"{scenario.title}: ends as {wanted}", holds=ended == wanted, instead=ended)


def is_final(payment: dict[str, Any]) -> bool:
    """Whether a payment has reached its end and its payer was told."""
    told = payment["notification"]["status"] in {"sent", "undeliverable"}
    return payment["status"] == "requires_review" or told


def repeat_one_request(client: MerchantClient, screen: Screen, checks: Checks) -> None:
    """The same request ten times at once; then the same key with another body."""
    body, key = request(9_000, SUCCEEDS, "en", name="Ida"), f"{client.run}-repeated"
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: client.pay(body, key), range(10)))
    ids = {answer.json().get("id") for answer in answers}
    codes = [answer.status_code for answer in answers]
    once = len(ids) == 1 and set(codes) == {ACCEPTED}
    checks.that("ten equal requests are one payment", holds=once, instead=codes)
    other = client.pay({**body, "amount": body["amount"] + 1}, key)
    checks.that(
        "the same key with another body is refused",
        holds=other.status_code == KEY_REUSED and other.json()["code"] == "idempotency_key_reused",
        instead=other.text,
    )
    screen.show(
        f"The same request ten times at once: {len(ids)} payment. "
        f"The same key with another body: {other.status_code} {other.json().get('code')}."
    )


def warm(client: MerchantClient, clients: int) -> None:
    """One payment, asked for by every client at once: the burst meets no storm of cold workers."""
    body, key = request(9_500, SUCCEEDS, "en", name="Ida"), f"{client.run}-warm"
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(lambda _: client.pay(body, key), range(clients)))


def burst(client: MerchantClient, screen: Screen, payments: int, clients: int) -> None:
    """Many payments at once."""
    with (
        progress(screen, "Burst: payments accepted", payments) as step,
        ThreadPoolExecutor(clients) as pool,
    ):
        numbers = range(1, payments + 1)
        try:
            for _ in pool.map(
                lambda n: client.pay(burst_request(n), f"{client.run}-burst-{n}"), numbers
            ):
                step()
        finally:
            # Ctrl-C waits for the payments under way, not for those that nobody asked for yet.
            pool.shutdown(cancel_futures=True)


def wait_for_rest(stack: LocalStack, screen: Screen, checks: Checks) -> None:
    """Until every payment is final and told."""
    total = collect.at_rest(stack)[1]
    done, shown = 0, 0
    with progress(screen, "Payments at rest", total) as step:
        for _ in patience():
            done, total = collect.at_rest(stack)
            while shown < done:
                step()
                shown += 1
            if done == total:
                break
    checks.that("every payment comes to rest", holds=done == total, instead=f"{done} of {total}")


def wait_for_events(
    stack: LocalStack, reader: BusReader | None, screen: Screen, checks: Checks
) -> None:
    """Until each event was taken, where somebody takes them."""
    ways = collect.watched(stack, reader)
    first = left = collect.events_due(stack, ways)
    with progress(screen, "Events told", first) as step:
        for _ in patience():
            now = collect.events_due(stack, ways) if left else 0
            for _each in range(left - now):
                step()
            if not (left := min(left, now)):
                break
    checks.that("every event is told", holds=not left, instead=f"{left} of {first} are due")


def summary(stack: LocalStack, screen: Screen, checks: Checks, took: float) -> None:
    """The last words."""
    created = stack.deployment.created
    if recorded_only := stack.deployment.recorded_only:
        screen.show(report.left_out(recorded_only))
    screen.show(f"{created} resources with IAM enforced.")
    verdict = f"[red]{len(checks.broken)} broken" if checks.broken else "[green]all held"
    screen.show(f"{checks.held + len(checks.broken)} checks, {verdict}[/], in {took:.0f} s.")


def patience() -> Iterator[None]:
    """Look again every moment, but not for ever."""
    deadline = time.monotonic() + AT_REST_S
    while time.monotonic() < deadline:
        signals.heed()
        yield
        time.sleep(LOOK_EVERY_S)


@contextmanager
def progress(screen: Screen, what: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar that goes away when it is full."""
    columns = TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=screen.console, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)
