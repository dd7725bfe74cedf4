"""Each safeguard taken away, one at a time: the simulator must notice.

A mutant is a change of source text. It is applied to a copy of the code in a folder of its own,
where a process of its own plays seeds until one breaks a promise.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

from tests.sim.around_mutants import AROUND_MUTANTS
from tests.sim.by_hand_mutants import BY_HAND_MUTANTS
from tests.sim.circuit_mutants import CIRCUIT_MUTANTS
from tests.sim.letters_mutants import LETTERS_MUTANTS
from tests.sim.mutant import Mutant

ROOT: Final = Path(__file__).parents[2]
MOST_SEEDS: Final = 50
COPIED: Final = ("runtime/domain", "runtime/handlers", "tests/fakes", "tests/sim")
"""Rooms that a mutant may change; the rest of the two packages is copied along."""


class Fate(NamedTuple):
    """What the simulator said of a mutant."""

    seeds: int
    """Played until it broke, or in all."""
    violation: str | None


PROCESS, REDUCER = "runtime/domain/process.py", "runtime/domain/reducer.py"

MUTANTS: Final = (
    Mutant(
        "the write-ahead entry",
        PROCESS,
        (("        ports.ledger.commit(claim)\n", "        pass\n"),),
    ),
    Mutant(
        "one idempotency key per attempt, whatever delivers it",
        PROCESS,
        (
            (
                "ports.psp.charge(claim.after, ref, claim.after.attempt_count)",
                "ports.psp.charge(claim.after, ref, claim.after.version)",
            ),
        ),
    ),
    Mutant(
        "a timeout is no failure",
        PROCESS,
        (
            (
                "if outcome.kind is Kind.DECLINED:",
                "if outcome.kind in {Kind.DECLINED, Kind.UNKNOWN}:",
            ),
        ),
    ),
    Mutant(
        "the sweeper",
        "runtime/domain/sweep.py",
        (("    for shard in range(OPEN_SHARDS):", "    for shard in range(0):"),),
    ),
    Mutant(
        "a message that can't be read is never acknowledged",
        "runtime/handlers/_batch.py",
        (
            (
                '        logger().error("unreadable message", extra={"message_id": message_id})\n',
                "        return True\n",
            ),
        ),
    ),
    Mutant(
        "the claim before the mail",
        "runtime/domain/notify.py",
        (
            ("    if not _write(claim, ports):\n        return\n    try:\n", "    try:\n"),
            (
                "        message_id = ports.mailer.send(mail)\n",
                """        message_id = ports.mailer.send(mail)
        if not _write(claim, ports):
            return
""",
            ),
        ),
    ),
    Mutant(
        "the version conditions of row and entries",
        "tests/fakes/ledger.py",
        (
            (
                "or (stored.status, stored.version) != (before.status, before.version)",
                "or stored.status != before.status",
            ),
            ("if taken & {entry.seq for entry in change.entries}:", "if taken is None:"),
        ),
    ),
    Mutant(
        "verification",
        REDUCER,
        (("if all(check.passed for check in results):", "if results:"),),
    ),
    Mutant(
        "the cancel before a failure",
        REDUCER,
        (
            (
                "        answer = cancel(ref_of(payment), ports)\n",
                "        answer = replace(answer, state=PspState.CANCELED)\n",
            ),
            (
                "from typing import Final\n",
                "from dataclasses import replace\nfrom typing import Final\n",
            ),
        ),
    ),
    Mutant(
        "the lease of an attempt",
        PROCESS,
        (("if (payment.lease_until or 0) > now:", "if (payment.lease_until or 0) > now * 2:"),),
    ),
    Mutant(
        "a planned wait is a new message",
        "runtime/domain/tell.py",
        (
            (
                "    planned, now = _planned(payment, timing), clock.now()\n",
                '    raise UnavailableError("wait")\n',
            ),
        ),
    ),
    Mutant(
        "copies that wait for one lease plan one look",
        "runtime/domain/tell.py",
        (("    if planned is not None and planned >= until:\n", "    if planned == 0:\n"),),
    ),
    Mutant(
        "who loses the race for a date sends nothing",
        "runtime/domain/tell.py",
        (
            (
                "    if ledger.defer(payment, until + timing.first_sweep, sweeps=0):\n",
                "    ledger.defer(payment, until + timing.first_sweep, sweeps=0)\n    if now:\n",
            ),
        ),
    ),
    Mutant(
        "a message of a failed payment begets none without a date",
        "runtime/domain/reopen.py",
        (
            (
                "            come_back(payment, now + poll_step(passed, ports.timing), ports)\n",
                "            tell(ports.queue, payment.payment_id, ports.meter, 5)\n",
            ),
        ),
    ),
    Mutant(
        "a repeated message plans no second look",
        "runtime/domain/process_ports.py",
        (("    if not on_its_way(payment, now, ports.timing):\n", "    if now:\n"),),
    ),
    Mutant(
        "a repeated message asks for no mail before its time",
        "runtime/domain/notify.py",
        (("        if on_its_way(payment, now, ports.timing):\n", "        if now < 0:\n"),),
    ),
    Mutant(
        "who loses a claim looks before it cancels",
        PROCESS,
        (
            (
                "if payment and (payment.provider is None or payment.provider.ref != ref):",
                "if payment:",
            ),
        ),
    ),
    Mutant(
        "a rejected charge is canceled before it fails",
        PROCESS,
        (
            ("        answer = cancel(ref_of(payment), ports)\n", ""),
            (
                "not isinstance(answer, Outcome) and answer.state is PspState.CANCELED:",
                "(answer := outcome):",
            ),
        ),
    ),
    Mutant(
        "an unknown attempt is taken from its owner before it is read",
        PROCESS,
        (
            (
                "        if write(lost, ports, again_in=poll):\n",
                "        if poll is not None:\n",
            ),
        ),
    ),
    *AROUND_MUTANTS,
    *BY_HAND_MUTANTS,
    *CIRCUIT_MUTANTS,
    *LETTERS_MUTANTS,
)
"""The list of docs/reliability.md, as far as the simulated code holds the safeguard, and more.

Not here: "receive counts used as attempts", because a receive count never reaches the domain:
a message carries a version and an id, and nothing else.
"""


def make(mutant: Mutant, folder: Path) -> None:
    """Copy the code into `folder`, which is made, and change it there.

    Raises:
        ValueError: the code does not hold a changed text exactly once.
    """
    for room in ("runtime", "tests/fakes", "tests/sim", "local"):
        shutil.copytree(
            ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__", "test_*")
        )
    path = folder / mutant.path
    text = path.read_text()
    for old, new in mutant.changes:
        if text.count(old) != 1:
            message = f"{mutant.path} does not hold this once: {old!r}"
            raise ValueError(message)
        text = text.replace(old, new)
    path.write_text(text)


def run(folder: Path, module: str, count: int) -> subprocess.CompletedProcess[str]:
    """Let a module of the code in `folder` play so many, in a process of its own."""
    return subprocess.run(  # noqa: S603 - our own interpreter and our own file.
        [sys.executable, "-m", module, str(count)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def judge(mutant: Mutant, folder: Path, seeds: int = MOST_SEEDS) -> Fate:
    """Play the mutant's histories in `folder`, which is made."""
    make(mutant, folder)
    done = run(folder, "tests.sim.mutants", seeds)
    done.check_returncode()
    return Fate(*json.loads(done.stdout))


def main() -> None:
    """Play seeds on the code in this folder, and print how many and what broke."""
    from tests.sim.batch import play_all  # noqa: PLC0415 - after the folder is the current one.

    batch = play_all(range(int(sys.argv[1])))
    broken = batch.broken[0].violation if batch.broken else None
    sys.stdout.write(json.dumps([batch.seeds, broken]))


if __name__ == "__main__":
    main()
