"""What the policy pack costs: milliseconds for each rule over a whole stack, beside a floor.

`python -m bench.policies [--stack prod] [--resources 1000]`. Beside the pack's server, in the same
run: the floor, which is as many policies that do nothing, and the peer, which is the SDK's own
server with the same pack: it reads each resource anew for every policy. A stack with fewer
resources than asked for is declared again under other names. Processor time, so that a busy
machine changes little. The pack is asked first: what it loads once counts, as in each preview.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from google.protobuf.json_format import MessageToDict
from pulumi_policy import Policy
from rich.console import Console
from rich.table import Table

from local.policy_check.analyzer import Analyzer, Declared, declared, sdk_servicer
from local.policy_check.configuration import struct
from local.policy_check.policy_check import STACKS, pack, provider_of, settings_of, stand_ins
from local.program.recorder import record_program
from policies.pci.framework.servicer import Servicer


@dataclass(frozen=True)
class Costs:
    """Milliseconds of one run over a whole stack."""

    rules: Mapping[str, float]
    """Rule → what its answers took, the dearest first."""
    together: float
    """With what the server takes."""


def costs(
    policies: Sequence[Policy],
    resources: Sequence[Declared],
    stack: str,
    servicer: Callable[[str, Sequence[Policy]], Any] = Servicer,
) -> Costs:
    """What judging these resources takes, and each policy's part of it."""
    settings = settings_of(stack, stand_ins(stack))
    spent = {each.name: 0.0 for each in policies}
    timed = [_timed(each, spent) for each in policies]
    started = time.process_time_ns()
    Analyzer(timed, {}, provider_of(settings), settings, servicer).judge(resources)
    together = (time.process_time_ns() - started) / 1e6
    return Costs(dict(sorted(spent.items(), key=lambda one: -one[1])), together)


def _timed(policy: Any, spent: dict[str, float]) -> Policy:
    def validate(args: Any, report: Any) -> None:
        started = time.process_time_ns()
        policy.validate(args, report)
        spent[policy.name] += (time.process_time_ns() - started) / 1e6

    return _answering(policy, validate)


def idle(policy: Policy) -> Policy:
    """A policy that is asked as this one is, and does nothing."""
    return _answering(policy, lambda _args, _report: None)


def _answering(policy: Policy, validate: Callable[[Any, Any], None]) -> Policy:
    other = copy(policy)
    vars(other)["validate"] = validate
    return other


def repeated(resources: Sequence[Declared], stack: str, least: int) -> list[Declared]:
    """The resources again and again, each time as if of a stack of another name."""
    found = list(resources)
    while len(found) < least:
        other = f"{stack}{len(found)}"
        found += [_renamed(each, stack, other) for each in resources]
    return found


def _renamed(one: Declared, name: str, other: str) -> Declared:
    def said(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace(name, other)
        if isinstance(value, dict):
            return {key: said(each) for key, each in value.items()}
        return [said(each) for each in value] if isinstance(value, list) else value

    return replace(
        one,
        name=said(one.name),
        urn=said(one.urn),
        parent=said(one.parent),
        inputs=struct(said(MessageToDict(one.inputs))),
        state=struct(said(MessageToDict(one.state))),
        dependencies=tuple(map(said, one.dependencies)),
        property_dependencies={
            key: tuple(map(said, urns)) for key, urns in one.property_dependencies.items()
        },
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the dearest rules and the sums."""
    parser = argparse.ArgumentParser(prog="python -m bench.policies", description=__doc__)
    parser.add_argument("--stack", default="prod", choices=STACKS)
    parser.add_argument("--resources", type=int, default=0, help="at least so many; else its own")
    parser.add_argument("--top", type=int, default=15, help="how many rules to print")
    said = parser.parse_args(arguments)
    once = declared(record_program(said.stack, stand_ins(said.stack)))
    resources = repeated(once, said.stack, said.resources)
    policies = pack()
    ours = costs(policies, resources, said.stack)
    floor = costs([idle(each) for each in policies], resources, said.stack)
    peer = costs(pack(), resources, said.stack, sdk_servicer)
    table = Table(
        title=f"{len(policies)} rules by {len(resources)} resources of {said.stack}",
        caption=f"the rules {sum(ours.rules.values()) / 1000:.2f} s; with the server "
        f"{ours.together / 1000:.2f} s, of which the floor {floor.together / 1000:.2f} s; "
        f"the SDK's own server {peer.together / 1000:.2f} s",
    )
    table.add_column("rule")
    table.add_column("ms", justify="right")
    for name, milliseconds in [*ours.rules.items()][: said.top]:
        table.add_row(name, f"{milliseconds:.1f}")
    Console().print(table)
    return 0


if __name__ == "__main__":
    # As the pack and the policy check run.
    gc.disable()
    sys.exit(main())
