"""The program's registrations in the provider's words."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from local.policy_check.policy_check import stand_ins
from local.program.recording import Recording
from tests.fakes.recorder import record_program
from truth.plugin import AwsProvider, Said
from truth.schema import Block
from truth.translate import configuration, proposed, type_of


class Registration(NamedTuple):
    """One resource of a stack."""

    name: str
    kind: str
    config: Mapping[str, Any]
    block: Block

    def judged(self, aws: AwsProvider) -> Iterator[str]:
        """What the provider says of it, before and in a plan; nothing where all is right."""
        for said in self.said(aws):
            yield f"{self.name} ({self.kind}): {said}"

    def said(self, aws: AwsProvider) -> tuple[Said, ...]:
        """The same as the provider's own diagnostics; a plan follows a good validation only."""
        found = aws.validate(self.kind, self.config)
        if found:
            return found
        return aws.plan(self.kind, self.config, proposed(self.config, self.block)).said


@cache
def recorded(stack: str) -> Recording:
    """A stack of the program, with every value."""
    return record_program(stack, stand_ins(stack))


def registrations(recording: Recording, aws: AwsProvider) -> Iterator[Registration]:
    """Every resource that is not a component."""
    for each in recording.resources:
        if each.custom:
            kind = type_of(each.type)
            block = aws.types[kind]
            yield Registration(each.name, kind, configuration(each.type, each.inputs, block), block)
