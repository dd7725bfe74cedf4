"""One stack under the whole pack, judged again and again with one thing changed.

The SDK's servicer makes the arguments that a rule sees, once for each resource. Of a changed
stack only those questions are asked again that looked at what has changed.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextvars import Context, copy_context
from functools import partial
from typing import Any, NamedTuple

from pulumi.runtime.config import set_all_config
from pulumi_policy import (
    PolicyResource,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)

from local.policy_check.analyzer import Analyzer, Declared
from local.policy_check.policy_check import provider_of
from policies.pci import pack
from policies.pci.framework import engine_policies, retention
from policies.pci.framework.judge import defaults, questions
from policies.pci.framework.predicates import Config
from policies.pci.framework.resource import Resource, Stack
from policies.pci.framework.rule import Rule
from policy_proof.edit import ALL, differences, made_of
from policy_proof.rewired import Put, rewired
from policy_proof.traced import Readers, Reads, traced

Key = tuple[str, str, int]
"""Rule, URN, and which of its questions about it."""


class StackChange(NamedTuple):
    """What is different from the scenario."""

    put: tuple[Declared, ...] = ()
    """In place of those with the same URN, or new."""
    gone: frozenset[str] = frozenset()
    """URNs."""


class Found(NamedTuple):
    """One finding."""

    rule: str
    urn: str
    say: str


class StackScenario:
    """A stack that no rule has anything to say about, and its changes."""

    def __init__(
        self,
        name: str,
        resources: Sequence[Declared],
        settings: Mapping[str, str],
        configured: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        """`configured`: rule → key → value, over the rules' defaults."""
        self.configured = configured or {}
        # A program's own order is that of its event loop.
        resources = sorted(resources, key=lambda one: one.urn)
        self.name = name
        self.judge = pack.judge()
        self.rules = pack.rules(self.judge)
        self.declared = {each.urn: each for each in resources}
        by_type = {each.type: each.urn for each in [*resources][::-1]}
        by_last = {each.type: each.urn for each in resources}
        self.samples = frozenset({*by_type.values(), *by_last.values()})
        """URNs: the first and the last resource of each type."""
        self._context: Context = copy_context()
        self._context.run(set_all_config, dict(settings))
        self._alone: dict[str, ResourceValidationArgs] = {}
        self._sources: dict[str, PolicyResource] = {}
        self._servicer = Analyzer(
            [
                ResourceValidationPolicy("alone", "Keeps its arguments.", self._keep_one),
                StackValidationPolicy("whole", "Keeps its arguments.", self._keep_all),
            ],
            {},
            provider_of(settings),
            settings,
        )
        self._servicer.judge(resources)
        self._on_one = [
            (rule, engine_policies.types_alone(rule), self._config(rule))
            for rule in self.rules
            if engine_policies.alone(rule)
        ]
        self._stack = self._built()
        self._asked = {key: (rule, each) for rule, key, each in self._questions(self._stack)}
        self._about: dict[Key, Reads] = {}
        self.before = self._context.run(self._first)
        """What the rules say of it unchanged."""
        self._readers: Readers[Key] = Readers(self._about)

    def after(self, change: StackChange) -> set[Found]:
        """What the rules say of the changed stack that they did not say before."""
        return self._context.run(self._after, change) - self.before

    def resource(self, urn: str) -> Resource:
        """One of the unchanged resources, as a rule on single resources sees it."""
        return Resource(self._alone[urn])

    def keeps(self, urn: str, config: Mapping[str, Any]) -> bool:
        """Whether the scenario's own settings protect its data."""
        return self._context.run(retention.keeps, urn, config)

    def others(self, types: Collection[str], but: Collection[str]) -> list[str]:
        """The first resource of each of these types that is not among `but`."""
        first = {
            one.type: one.urn
            for one in [*self.declared.values()][::-1]
            if one.type in types and one.urn not in but
        }
        return list(first.values())

    def guards(self, rule: Rule) -> set[str]:
        """URNs of what the rule looked at beside the resource that it judged."""
        return {
            urn
            for (name, about, _), reads in self._about.items()
            if name == rule.name
            for urn, _ in reads
            if urn != about and urn in self.declared
        }

    def _keep_one(self, args: ResourceValidationArgs, _report: Any) -> None:
        self._alone[args.urn] = args

    def _keep_all(self, args: StackValidationArgs, _report: Any) -> None:
        self._sources |= {each.urn: each for each in args.resources}

    def _first(self) -> set[Found]:
        found = {each for urn in self.declared for each in self._of_one(self._alone[urn])}
        reads: Reads = set()
        for rule, key, question in self._questions(traced(self._built(), reads)):
            reads.clear()
            found |= set(self._answers(rule, key[1], question))
            self._about[key] = set(reads)
        return found

    def _after(self, change: StackChange) -> set[Found]:
        alone, sources = self._arguments(change.put)
        found = {each for args in alone.values() for each in self._of_one(args)}
        again = {
            key for key in self._readers.of(self._touched(change)) if key[1] not in change.gone
        }
        comes = any(one.urn not in self.declared for one in change.put)
        if not again and not comes:
            return found
        put = {
            one.urn: Put(sources[one.urn], one.property_dependencies)
            for one in change.put
            if one.urn not in change.gone
        }
        with rewired(self._stack, put, change.gone, self._led(change)):
            for key in again:
                rule, question = self._asked[key]
                found |= set(self._answers(rule, key[1], question))
            for rule, key, question in self._questions(self._stack) if comes else ():
                if key not in self._asked:
                    found |= set(self._answers(rule, key[1], question))
        return found

    def _arguments(
        self, resources: Sequence[Declared]
    ) -> tuple[dict[str, ResourceValidationArgs], dict[str, PolicyResource]]:
        """What the servicer makes of resources that are not the scenario's own."""
        kept = self._alone, self._sources
        self._alone, self._sources = {}, {}
        if resources:
            self._servicer.judge(resources)
        made = self._alone, self._sources
        self._alone, self._sources = kept
        return made

    def _touched(self, change: StackChange) -> Reads:
        """What may look different now: properties, and whole types where one comes or goes."""
        touched: Reads = {(urn, ALL) for urn in change.gone}
        for one in change.put:
            old = self.declared.get(one.urn)
            if old is None:
                touched |= {(one.type, ALL), (ALL, ALL)}
            else:
                touched |= {(one.urn, key) for key in differences(old, one)}
        for urn in change.gone:
            touched |= {(self.declared[urn].type, ALL), (ALL, ALL)}
            touched |= {
                (other.urn, key)
                for other in self.declared.values()
                for key, urns in other.property_dependencies.items()
                if urn in urns
            }
        return touched

    def _led(self, change: StackChange) -> set[str]:
        """URNs of what stays as it is, and is made of something that goes."""
        return {
            one.urn
            for one in (self.declared.values() if change.gone else ())
            if one.urn not in change.gone and any(made_of(one, gone) for gone in change.gone)
        }

    def _built(self) -> Stack:
        stack = Stack(StackValidationArgs(list(self._sources.values()), None, None))
        for each in stack.resources:
            # Read once, here: who traces a resource notes every further look at it.
            vars(each)["props"] = each.props
        return stack

    def _questions(self, stack: Stack) -> Iterator[tuple[Rule, Key, Any]]:
        for rule in self.rules:
            numbers: dict[str, int] = {}
            for urn, question in questions(rule, stack, self._config(rule)):
                numbers[urn] = numbers.get(urn, -1) + 1
                yield rule, (rule.name, urn, numbers[urn]), question

    def _of_one(self, args: ResourceValidationArgs) -> Iterator[Found]:
        resource = Resource(args)
        for rule, kinds, config in self._on_one:
            if not kinds or resource.type in kinds:
                question = partial(self.judge.findings, rule, resource, config)
                yield from self._answers(rule, resource.urn, question)

    def _config(self, rule: Rule) -> Config:
        return {**defaults(rule), **self.configured.get(rule.name, {})}

    def _answers(self, rule: Rule, urn: str, question: Any) -> list[Found]:
        found: list[Found] = []

        def report(say: str, at: str | None = None) -> None:
            found.append(Found(rule.name, at or "", say))

        self.judge.report(rule, urn, report, question)
        return found
