"""Small stacks for one rule, judged by the pack's own servicer."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from google.protobuf.json_format import MessageToDict
from pulumi.runtime.proto import analyzer_pb2 as analyzer

from local.policy_check.analyzer import Analyzer, Declared, struct
from policies.pci.framework.engine_policies import IN_STACK
from policies.pci.framework.exemptions import Exemption, Exemptions
from policies.pci.framework.judge import Judge
from policies.pci.framework.rule import Rule

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""Stands in a property for an output that is not known yet, as the engine sends it."""

TODAY = dt.date(2026, 11, 23)


def joined(*parts: str) -> str:
    """A text that is no secret until it is put together, so that no scanner takes it for one."""
    return "".join(parts)


def urn(kind: str, name: str, stack: str = "dev") -> str:
    """The URN of a resource without a parent."""
    return f"urn:pulumi:{stack}::project::{kind}::{name}"


def resource(
    kind: str,
    inputs: Mapping[str, Any],
    name: str = "it",
    *,
    made_of: Mapping[str, Sequence[Declared]] | None = None,
    outputs: Mapping[str, Any] | None = None,
    protect: bool = False,
    ignore_changes: Sequence[str] = (),
    stack: str = "dev",
) -> Declared:
    """One resource: `made_of` says which properties are made of which others' outputs."""
    made_of = made_of or {}
    return Declared(
        type=kind,
        name=name,
        urn=urn(kind, name, stack),
        inputs=struct(inputs),
        state=struct({**inputs, **(outputs or {})}),
        options=analyzer.AnalyzerResourceOptions(protect=protect, ignoreChanges=ignore_changes),
        dependencies=tuple(each.urn for others in made_of.values() for each in others),
        property_dependencies={key: tuple(e.urn for e in made_of.get(key, ())) for key in inputs},
    )


def but(one: Declared, **inputs: Any) -> Declared:
    """The same resource with other inputs; `None` takes one away."""
    changed = {**MessageToDict(one.inputs), **inputs}
    state = {**MessageToDict(one.state), **inputs}
    kept = [{k: v for k, v in each.items() if v is not None} for each in (changed, state)]
    return Declared(**{**one.__dict__, "inputs": struct(kept[0]), "state": struct(kept[1])})


def said(
    rules: Sequence[Rule] | Rule,
    *resources: Declared,
    config: Mapping[str, Any] | None = None,
    exemptions: Sequence[Exemption] = (),
    provider: Mapping[str, Any] | None = None,
    settings: Mapping[str, str] | None = None,
) -> list[tuple[str, str, str]]:
    """What the rules say of these resources as one stack: rule, resource's name, message.

    `config` is the one rule's, `settings` the stack's own. A rule's two halves (resource,
    stack) have the rule's name here.
    """
    rules = [rules] if isinstance(rules, Rule) else list(rules)
    policies = Judge(Exemptions(list(exemptions)), TODAY).policies(rules)
    configured = {policy.name: config for policy in policies} if config else None
    names = {each.urn: each.name for each in resources}
    return sorted(
        {
            (
                each.policy.removesuffix(IN_STACK),
                names.get(each.urn, each.urn),
                each.message.partition("\n")[2],
            )
            for each in Analyzer(policies, configured, provider, settings).judge(resources)
        }
    )


def blamed(rules: Sequence[Rule] | Rule, *resources: Declared, **how: Any) -> list[str]:
    """The names of the resources that the rules find something wrong with."""
    return sorted({name for _, name, _ in said(rules, *resources, **how)})
