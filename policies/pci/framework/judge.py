"""From rules to the SDK's policies: dispatch, verdicts, exemptions, and no silent crash."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from pulumi_policy import (
    Policy,
    PolicyComplianceFramework,
    PolicyConfigSchema,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)

from . import engine_policies
from .documents import DocumentError
from .engine_policies import RulePolicy
from .exemptions import Exemptions
from .predicates import Config
from .resource import Resource, Stack
from .rule import Finding, PropertyRule, Rule
from .values import ABSENT, UNKNOWN, UndecidedError, Verdict, plain

_JSON_TYPES: Mapping[type, str] = {
    bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object",
}  # fmt: skip


class Undecided(NamedTuple):
    """One rule that could not judge one property of one resource yet."""

    rule: str
    urn: str
    path: str


@dataclass
class Judge:
    """One run's verdicts, beside what the SDK reports."""

    exemptions: Exemptions
    today: dt.date
    undecided: list[Undecided] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    """Rule → resources that it judged."""
    _one: tuple[object, Resource] | None = field(default=None, init=False, repr=False)
    _stack: tuple[object, Stack] | None = field(default=None, init=False, repr=False)
    """What was read last, and from what: the rules of one request read it once, together."""

    def policies(self, rules: Iterable[Rule]) -> list[Policy]:
        """The SDK's policies, one for each rule, in the rules' order."""
        return [self._policy(rule) for rule in rules]

    def _policy(self, rule: Rule) -> Policy:
        on_resource, on_stack = self._on_resource(rule), self._on_stack(rule)
        if not engine_policies.in_stack(rule):
            return ResourceValidationPolicy(validate=on_resource, **_metadata(rule))
        if not engine_policies.alone(rule):
            return StackValidationPolicy(validate=on_stack, **_metadata(rule))
        return RulePolicy(on_resource, on_stack, **_metadata(rule))

    def _on_resource(self, rule: Rule) -> Callable[[ResourceValidationArgs, ReportViolation], None]:
        types = engine_policies.types_alone(rule)

        def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
            if types and args.resource_type not in types:
                return
            resource, config = self._read(args), _config(rule, args)
            self.report(rule, resource.urn, report, lambda: self.findings(rule, resource, config))

        return validate

    def _on_stack(self, rule: Rule) -> Callable[[StackValidationArgs, ReportViolation], None]:
        def validate(args: StackValidationArgs, report: ReportViolation) -> None:
            stack, config = self._read_stack(args), _config(rule, args)
            for resource, judge in questions(rule, stack, config):
                self.report(rule, resource, report, judge)

        return validate

    def _read(self, args: ResourceValidationArgs) -> Resource:
        kept = self._one
        # Other requests may be answered beside this one: what is kept is looked at once.
        if kept is None or kept[0] is not args.props:
            kept = self._one = (args.props, Resource(args))
        return kept[1]

    def _read_stack(self, args: StackValidationArgs) -> Stack:
        kept = self._stack
        if kept is None or kept[0] is not args.resources:
            kept = self._stack = (args.resources, Stack(args))
        return kept[1]

    def findings(self, rule: Rule, resource: Resource, config: Config) -> Iterator[Finding]:
        """What a rule finds in one resource."""
        self.seen[rule.name] += 1
        if rule.when is None or rule.when(resource):
            for property_rule in rule.property_rules.get(resource.type, ()):
                yield from self._of_property(rule, resource, property_rule, config)
        if rule.check and (not rule.types or resource.type in rule.types):
            yield from rule.check(resource, config)

    def _of_property(
        self, rule: Rule, resource: Resource, property_rule: PropertyRule, config: Config
    ) -> Iterator[Finding]:
        for path, value in resource.each(property_rule.path):
            if value is UNKNOWN:
                self.undecided.append(Undecided(rule.name, resource.urn, path))
            elif value is ABSENT:
                if not property_rule.optional:
                    yield Finding(f"{path} is not set: {property_rule.say}")
            elif not property_rule.predicate.holds(value, config):
                yield Finding(f"{path}: {property_rule.say}")

    def report(
        self,
        rule: Rule,
        urn: str,
        report: ReportViolation,
        judge: Callable[[], Iterable[Finding]],
    ) -> None:
        """Report every finding that no exemption covers; a broken rule is a violation too."""
        try:
            for finding in judge():
                named = finding.urn or urn
                may = rule.severity is not Severity.CRITICAL
                if not (may and self.exemptions.cover(rule.name, named, self.today)):
                    report(finding.say, named or None)
        except DocumentError as error:
            report(str(error), urn or None)
        except UndecidedError as undecided:
            self.undecided.append(Undecided(rule.name, urn, undecided.path))
        except Exception as error:  # noqa: BLE001 - the edge: the SDK would lose the rule's name
            # Not the exception's text: it may hold a property's value.
            report(f"Internal error in {rule.name} ({type(error).__name__}).", urn or None)


def questions(
    rule: Rule, stack: Stack, config: Config
) -> Iterator[tuple[str, Callable[[], Iterable[Finding]]]]:
    """One question for each resource, so that an unknown of one leaves the others judged."""
    for kind, property_rules in rule.property_rules.items():
        for property_rule in (each for each in property_rules if each.producers):
            for resource in stack.of(kind):
                yield resource.urn, partial(_foreign, rule, stack, resource, property_rule, config)
    if rule.stack:
        for resource in stack.of(*rule.subjects):
            yield resource.urn, partial(rule.stack, stack, resource, config)
    if rule.stack_check:
        yield "", partial(rule.stack_check, stack, config)


def _foreign(
    rule: Rule, stack: Stack, resource: Resource, property_rule: PropertyRule, config: Config
) -> Iterator[Finding]:
    """Findings about a value that must come from this stack and does not.

    An unknown one is left to rule 0.6, which asks the same of everything that is watched.
    """
    if rule.when and not rule.when(resource):
        return
    top = property_rule.path.split(".")[0].removesuffix("[]")
    if resource.made_of(top, *property_rule.producers):
        return
    for path, value in resource.each(property_rule.path):
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Verdict) or each in config["externalArns"]:
                continue
            if not any(one.is_named(each) for one in stack.of(*property_rule.producers)):
                kinds = " or ".join(kind.rpartition(":")[2] for kind in property_rule.producers)
                yield Finding(
                    f"{path} is not made of a {kinds} of this stack: {property_rule.say} One of "
                    "another stack is allowed by its ARN in the rule's externalArns."
                )


def _config(rule: Rule, args: ResourceValidationArgs | StackValidationArgs) -> Config:
    """The rule's defaults under what the pack's configuration says."""
    # The SDK's servicer alone fills no defaults, and gRPC makes integers floats.
    return {**defaults(rule), **plain(dict(args.get_config() or {}))}


def defaults(rule: Rule) -> Config:
    """Every key of the rule's configuration with its default."""
    return {**({"externalArns": []} if engine_policies.from_stack(rule) else {}), **rule.config}


def _metadata(rule: Rule) -> dict[str, Any]:
    known = defaults(rule)
    return {
        "name": rule.name,
        "description": rule.description,
        "enforcement_level": rule.level,
        "severity": rule.severity,
        "framework": PolicyComplianceFramework(
            name="PCI DSS",
            version="4.0.1",
            reference=", ".join([*rule.pci, *rule.unreviewed_controls]),
        ),
        "config_schema": PolicyConfigSchema(
            properties={
                key: {**_schema(value), **rule.schema.get(key, {}), "default": value}
                for key, value in known.items()
            }
        )
        if known
        else None,
    }


def _schema(default: Any) -> Mapping[str, Any]:
    return {"type": _JSON_TYPES[type(default)]}
