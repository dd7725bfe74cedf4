"""A rule as the engine sees it: one policy that judges resources, the stack, or both."""

from collections.abc import Awaitable, Callable
from typing import Any

from pulumi_policy import (
    Policy,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)

from .rule import Rule


class RulePolicy(ResourceValidationPolicy, StackValidationPolicy):
    """One policy, asked for each resource and once more for the stack.

    The SDK asks whatever is an instance of the one class or of the other, and finds level and
    settings by the policy's name: with two policies a user would have to set each of them.
    """

    def __init__(
        self,
        on_resource: Callable[[ResourceValidationArgs, ReportViolation], None],
        on_stack: Callable[[StackValidationArgs, ReportViolation], None],
        **metadata: Any,
    ) -> None:
        """`metadata`: what `Policy` takes."""
        Policy.__init__(self, **metadata)
        self._on_resource, self._on_stack = on_resource, on_stack

    def validate(
        self,
        args: ResourceValidationArgs | StackValidationArgs,
        report_violation: ReportViolation,
    ) -> Awaitable[Any] | None:
        """Judge what is asked about."""
        if isinstance(args, StackValidationArgs):
            self._on_stack(args, report_violation)
        else:
            self._on_resource(args, report_violation)
        return None

    def has_validation(self) -> bool:
        """The SDK looks for a function that was handed to it."""
        return True

    def has_remediation(self) -> bool:
        """A rule mends nothing by itself."""
        return False


def alone(rule: Rule) -> bool:
    """Whether it judges single resources from their inputs."""
    return bool(rule.property_rules or rule.check)


def in_stack(rule: Rule) -> bool:
    """Whether it judges resources by what stands around them."""
    return bool(rule.stack or rule.stack_check or from_stack(rule))


def from_stack(rule: Rule) -> bool:
    """Whether a value of it must come from a resource of the same stack."""
    return any(
        property_rule.producers
        for property_rules in rule.property_rules.values()
        for property_rule in property_rules
    )


def types_alone(rule: Rule) -> frozenset[str]:
    """The types of single resources that it is about; empty: every type."""
    return frozenset(rule.types) | rule.property_rules.keys()
