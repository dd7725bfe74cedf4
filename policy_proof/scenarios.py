"""The stacks that mutants are made of: our own, and small ones with what ours do not have."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Final

from google.protobuf.json_format import MessageToDict, MessageToJson

from local.policy_check.analyzer import Declared, declared
from local.policy_check.policy_check import settings_of
from local.program.recorder import record
from policies.pci import platform
from policies.pci.rules import tagging
from policy_proof import generated, guards
from policy_proof.edit import edited, optioned, plain
from policy_proof.forms import form_of
from policy_proof.mutant import Mutant, judged
from policy_proof.programs import apart, audit, identities, machines, network, own_domain, stored
from policy_proof.scenario import StackScenario
from policy_proof.stacks import STACKS, config, ours
from policy_proof.tally import Tally

FULL: Final = "prod"
"""The stack whose every resource is changed; of the others, what is not the same in them."""
_TAGS: Final = {"environment": FULL, "data-classification": "restricted", "owner": "payments"}


@cache
def stack(name: str, *, known: bool = True) -> StackScenario:
    """One of our own stacks, as deployed or as in its first preview."""
    settings = settings_of(name, config(name))
    return StackScenario(
        f"{name}{'' if known else ', first preview'}", ours(name, known=known), settings
    )


FIXTURES: Final[Mapping[str, Callable[[], object]]] = {
    "apart": apart.declare,
    "audit": audit.declare,
    "own domain": own_domain.declare,
    "identities": identities.declare,
    "machines": machines.declare,
    "network": network.declare,
    "stored": stored.declare,
}
"""Small programs that no rule has anything to say about, with what our stacks do not have."""

_PUBLIC: Final = {"private-subnets-no-igw": {"public": ["public"]}}
_RUNBOOKS: Final = {"addresses": ["https://books.example.com"]}
_CONFIGURED: Final[Mapping[str, Mapping[str, Mapping[str, object]]]] = {
    "apart": {
        "only-ours": _RUNBOOKS,
        "cognito-callbacks-ours": {"hosts": ["shop.example.com"]},
    },
    "audit": {"only-ours": _RUNBOOKS},
    "stored": {
        "dynamodb-stream-ledger": {"tables": ["jobs"]},
        "only-ours": {"buckets": ["shop-pictures"]},
    },
    "identities": {"iam-permissions-boundary": {"require": True}},
    "network": _PUBLIC,
    "machines": _PUBLIC,
}


@cache
def fixture(name: str) -> StackScenario:
    """One of the small programs, as deployed."""
    resources = [_owned(each) for each in declared(record(FIXTURES[name], FULL))]
    return StackScenario(name, resources, settings_of(FULL, config(FULL)), _CONFIGURED.get(name))


def _owned(one: Declared) -> Declared:
    """With the tags and the protection that every resource of ours has."""
    if one.type in tagging.TAGGABLE:
        one = edited(one, "tags", {**(plain(one.inputs, "tags") or {}), **_TAGS})
    return optioned(one, protect=one.type in platform.PROTECTED.types)


_ALIKE: Final = 2
"""Resources of one form that are changed."""


def prove(
    scenario: StackScenario, *, only: frozenset[str] | None = None, tries: bool = True
) -> Tally:
    """Every generated mutant of a scenario; `only`: of these URNs.

    `tries`: also those that may be harmless; they prove, once, that a rule reads a property.
    """
    tally = Tally()
    for outcome in judged(
        scenario, (one for one in mutants(scenario, only) if tries or one.predicate)
    ):
        tally.add(scenario.name, scenario.rules, outcome)
    return tally


def mutants(scenario: StackScenario, only: frozenset[str] | None = None) -> Iterator[Mutant]:
    """Every generated mutant, made one at a time."""
    for one in scenario.declared.values():
        if only is None or one.urn in only:
            yield from generated.of(scenario, one)
            yield from guards.of(scenario, one)
    if only is None or next(iter(scenario.declared)) in only:
        yield from guards.elsewhere(scenario)
        yield from guards.deleted(scenario)


def half(name: str, which: int) -> frozenset[str]:
    """URNs of every other resource of a stack, from the first (0) or the second (1); few alike."""
    return frozenset(_few(name)[which::2])


def alike(name: str) -> frozenset[str]:
    """URNs of the resources that `half` leaves out: a change of one is the same change again."""
    return frozenset(one.urn for one in ours(name)) - {*_few(name)}


def _few(name: str) -> list[str]:
    """The first resources of each form."""
    forms: Counter[str] = Counter()
    found: list[str] = []
    # In an order of their own: a program's is that of its event loop, in each process another.
    for one in sorted(ours(name), key=lambda each: each.urn):
        form = f"{one.type} {form_of(MessageToDict(one.inputs))}"
        forms[form] += 1
        if forms[form] <= _ALIKE:
            found.append(one.urn)
    return found


def distinct(name: str) -> frozenset[str]:
    """URNs of the resources of a stack that differ from the fully changed one's in more than name.

    What differs is also what the others before it, in the order of `STACKS`, do not have.
    """
    seen = {_shape(one, FULL) for one in ours(FULL)}
    for other in STACKS[: STACKS.index(name)]:
        seen |= {_shape(one, other) for one in ours(other)}
    return frozenset(one.urn for one in ours(name) if _shape(one, name) not in seen)


def _shape(one: Declared, stack: str) -> str:
    options = [one.options.protect, *one.options.ignoreChanges]
    text = json.dumps([one.type, one.name, options, MessageToJson(one.inputs, sort_keys=True)])
    return text.replace(f"-{stack}", "-stack").replace(f'\\"{stack}\\"', "stack")
