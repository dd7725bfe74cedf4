"""The local stack made by AWS's own provider on the emulator, by who may do no more than deploy.

The caller has the policies of `docs/deploy/`: a call that they don't grant would be refused, and
what it was for would not be made, or not be read, or stay.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from local.emulator.emulator import SECRET_KEY, Emulator, running
from truth.creation import Creation, create_stack, drift, pointed, removed
from truth.deploying import deployer
from truth.gaps import NOT_MADE, NOT_UPDATED
from truth.plugin import AwsProvider
from truth.updating import change, changes, update_all

pytestmark = pytest.mark.emulator


@dataclass(frozen=True)
class Applied:
    """The stack, and who made it."""

    real: AwsProvider
    emulator: Emulator
    creation: Creation
    folder: Path
    drifts: dict[str, set[str]]
    """Logical name → what a second plan would change."""


@pytest.fixture(scope="module")
def applied(plugin: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Applied]:
    """The stack, created once."""
    folder = tmp_path_factory.mktemp("applied")
    with (
        running(log_dir=folder) as emulator,
        pointed(plugin, emulator, *deployer(emulator)) as real,
    ):
        creation = create_stack(real, emulator, folder)
        drifts = {name: drift(real, each)[0] for name, each in creation.made.items()}
        yield Applied(real, emulator, creation, folder, drifts)


def test_the_provider_makes_the_whole_stack_but_for_the_emulators_gaps(applied: Applied) -> None:
    """Every registration is made, but for the types that the emulator lacks."""
    refused = applied.creation.refused
    assert {name: said for name, said in refused.items() if said[0] not in NOT_MADE} == {}
    assert {kind for kind, _ in refused.values()} == NOT_MADE.keys()
    assert [said for _, said in refused.values() if "AccessDenied" in said] == []
    assert not {each.kind for each in applied.creation.made.values()} & NOT_MADE.keys()


def test_a_second_plan_changes_nothing(applied: Applied) -> None:
    """What was made is read back as the program wants it; nothing is pinned."""
    assert {name: changed for name, changed in applied.drifts.items() if changed} == {}


def test_what_changes_in_place_changes_in_place(applied: Applied) -> None:
    """Each input that the program gives and our classes change, the provider changes as well."""
    wanted = changes(applied.creation, NOT_UPDATED.keys(), given=True)
    assert update_all(applied.real, wanted, applied.folder) == {}


def test_what_is_never_given_would_change_in_place(plugin: Path, applied: Applied) -> None:
    """So does each other input; the deployer may not, as the program asks for none of them."""
    emulator = applied.emulator
    with pointed(plugin, emulator, emulator.account_id, SECRET_KEY) as root:
        wanted = changes(applied.creation, NOT_UPDATED.keys(), given=False)
        assert update_all(root, wanted, applied.folder) == {}


def test_what_the_emulator_cannot_change_is_pinned_as_long_as_it_cannot(applied: Applied) -> None:
    """A pinned change still fails; one that does no more leaves the list."""
    by_kind = defaultdict(list)
    for each in applied.creation.made.values():
        by_kind[each.kind].append(each)
    alone = {(kind, key): change(by_kind[kind], key) for kind, key in NOT_UPDATED}
    failed = update_all(applied.real, alone.values(), applied.folder)
    assert failed.keys() == {f"{kind} {key}" for kind, key in NOT_UPDATED}


def test_what_was_made_is_taken_away(applied: Applied) -> None:
    """Who made the stack may remove it, and nothing of it stays that the provider would read."""
    said = {
        name: removed(applied.real, each) for name, each in reversed(applied.creation.made.items())
    }
    assert {name: each for name, each in said.items() if each} == {}
