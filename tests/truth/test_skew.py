"""What stands in the skew is needed, and nothing else is changed on the way to the provider."""

import pytest

from local.policy_check.policy_check import STACKS
from policy_proof import stacks
from tests.fakes.recorder import in_region, record_program
from truth.plugin import AwsProvider
from truth.registrations import Registration, recorded
from truth.skew import SKEW, Skew
from truth.translate import TranslationError, configuration, type_of

ENTRIES = [(kind, entry) for kind, entries in SKEW.items() for entry in entries]


@pytest.mark.parametrize(
    ("kind", "entry"), ENTRIES, ids=[f"{kind} {entry.path}" for kind, entry in ENTRIES]
)
def test_each_entry_is_still_needed(aws: AwsProvider, kind: str, entry: Skew) -> None:
    """Without it a registration of the program can't be told to the provider, or is refused."""
    others = {kind: tuple(one for one in SKEW[kind] if one is not entry)}
    block, told = aws.types[kind], 0
    # Only with a domain of its own and a chat has a stack everything that a stack can have.
    recordings = [
        *map(recorded, STACKS),
        in_region("us-gov-west-1"),
        record_program("prod", stacks.config("prod")),
    ]
    for each in (one for recording in recordings for one in recording.resources):
        if each.custom and type_of(each.type) == kind:
            try:
                config = configuration(each.type, each.inputs, block, others)
            except TranslationError:
                return
            told += 1
            if Registration(each.name, kind, config, block).said(aws):
                return
    pytest.fail(f"The provider takes all {told} of {kind} without the entry; take it out.")
