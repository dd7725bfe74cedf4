"""The policy pack over our stacks in this process: `make policy`.

The real program runs with every value known, and once more as in a stack's first preview, where
outputs are unknown; each resource goes through the pack's own servicer. No engine, no account.
On two cores two of these runs stand side by side.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pulumi_policy import Policy
from rich.console import Console
from rich.table import Table

from local.lib.parallel import parallel
from local.policy_check._reports import junit, sarif
from local.policy_check.analyzer import Analyzer, Declared, Violation, declared
from local.program.recorder import ACCOUNT, PROJECT, ROOT, record_program
from local.program.stack_config import stack_config
from policies.pci.pack import judge, policies, rules
from policies.pci.rules.levels import wrong

STACKS = ("local", "dev", "staging", "prod")


Source = tuple[str, int]
"""File, relative to the repository, and line of a declaration."""


class Run(NamedTuple):
    """One stack to be judged."""

    stack: str
    known: bool
    """With every value, or as in its first preview."""


@dataclass(frozen=True)
class StackResult:
    """What the pack said of one stack."""

    stack: str
    known: bool
    resources: int
    violations: tuple[Violation, ...]
    undecided: int
    """Pairs of rule and resource with a value that only a deployment shows."""
    seconds: float


def stand_ins(stack: str) -> dict[str, str]:
    """Values that a stack's file may not hold: the account, the PSP's key, and who is on call.

    They open nothing and reach nobody.
    """
    return {
        "aws:allowedAccountIds": json.dumps([ACCOUNT]),
        "alarmEmail": "on-call@payments.internal",
        "alarmPager": "https://events.pagerduty.com/integration/standin/enqueue",
        "pspKey": f"sk_{'live' if stack == 'prod' else 'test'}_standin",
    }


def settings_of(stack: str, overrides: Mapping[str, str]) -> dict[str, str]:
    """The stack's configuration as the engine would hand it on."""
    return stack_config(ROOT, PROJECT, stack, overrides)


def provider_of(settings: Mapping[str, str]) -> dict[str, Any]:
    """The AWS provider's own settings among them."""
    return {
        key.removeprefix("aws:"): value for key, value in settings.items() if key.startswith("aws:")
    }


def pack() -> Sequence[Policy]:
    """The pack's policies, with the exemptions of its file."""
    return policies(judge())


def judged(
    stack: str,
    resources: Sequence[Declared],
    settings: Mapping[str, str],
    config: Mapping[str, Mapping[str, Any]],
    *,
    known: bool = True,
) -> StackResult:
    """What the pack says of these resources as one stack."""
    started = time.perf_counter()
    one = judge()
    analyzer = Analyzer(policies(one), config, provider_of(settings), settings)
    found = analyzer.judge(resources)
    return StackResult(
        stack=stack,
        known=known,
        resources=len(resources),
        violations=tuple(found),
        undecided=len(set(one.undecided)),
        seconds=time.perf_counter() - started,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge the stacks, print a table, write the reports; 1 if a mandatory rule is broken."""
    said = _arguments(arguments)
    console = Console()
    config = _configuration(said.config)
    runs = [Run(stack, known) for stack in said.stack or STACKS for known in (True, False)]
    found: dict[Run, tuple[StackResult, Mapping[str, Source]]] = {}
    with console.status(f"Judging {', '.join(said.stack or STACKS)}…") as status:
        for run, one in parallel(partial(_run, config=config), runs):
            found[run] = one
            status.update(f"Judged {len(found)} of {len(runs)}, {run.stack} last…")
    verdicts = [found[run][0] for run in runs]
    sources = {urn: place for run in runs for urn, place in found[run][1].items()}
    _write(said, verdicts, sources)
    console.print(_table(verdicts))
    for each in sorted({violation for one in verdicts for violation in one.violations}):
        file, line = sources.get(each.urn, ("__main__.py", 1))
        console.print(f"{file}:{line} {each.policy} ({each.level}): {each.message}", markup=False)
    return int(any(v.level == "mandatory" for one in verdicts for v in one.violations))


def _run(
    run: Run, config: Mapping[str, Mapping[str, Any]]
) -> tuple[StackResult, Mapping[str, Source]]:
    """A stack's verdict, and where each of its resources is declared."""
    overrides = stand_ins(run.stack)
    resources = declared(record_program(run.stack, overrides, known=run.known))
    settings = settings_of(run.stack, overrides)
    places = {
        one.urn: (str(Path(one.source[0]).relative_to(ROOT)), one.source[1])
        for one in resources
        if one.source
    }
    return judged(run.stack, resources, settings, config, known=run.known), places


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make policy", description=__doc__)
    parser.add_argument("--stack", action="append", help="a stack file's name; all four without")
    parser.add_argument("--config", type=Path, help="what --policy-pack-config would get")
    parser.add_argument("--sarif", type=Path, help="write SARIF 2.1.0 to this file")
    parser.add_argument("--junit", type=Path, help="write JUnit's XML to this file")
    return parser.parse_args(arguments)


def _configuration(path: Path | None) -> Mapping[str, Mapping[str, Any]]:
    """The pack's configuration; none without a file.

    Raises:
        SystemExit: it can't be read, or would switch a mandatory rule off.
    """
    if path is None:
        return {}
    try:
        found = json.loads(path.read_text())
    except (OSError, json.JSONDecodeError) as error:
        sys.exit(f"{path} can't be read as JSON ({error}).")
    mistakes = list(wrong(found, rules(judge())))
    if mistakes:
        sys.exit("\n".join(f"{path}: {each}" for each in mistakes))
    return {name: said for name, said in found.items() if isinstance(said, Mapping)}


def _write(
    said: argparse.Namespace,
    verdicts: Sequence[StackResult],
    sources: Mapping[str, Source],
) -> None:
    described = {each.name: each.description for each in pack()}
    if said.sarif:
        found = sorted({violation for one in verdicts for violation in one.violations})
        said.sarif.write_text(sarif(found, described, sources))
    if said.junit:
        suites = {
            f"{one.stack}{'' if one.known else ', first preview'}": one.violations
            for one in verdicts
        }
        junit(suites, described, said.junit)


def _table(verdicts: Sequence[StackResult]) -> Table:
    table = Table(title=f"{len(rules(judge()))} rules")
    for column in ("stack", "values", "resources", "mandatory", "advisory", "undecided", "seconds"):
        table.add_column(column, justify="left" if column in {"stack", "values"} else "right")
    for one in verdicts:
        levels = [each.level for each in one.violations]
        table.add_row(
            one.stack,
            "known" if one.known else "first preview",
            str(one.resources),
            str(levels.count("mandatory")),
            str(levels.count("advisory")),
            str(one.undecided),
            f"{one.seconds:.1f}",
        )
    return table


if __name__ == "__main__":
    sys.exit(main())
