"""The local stack made by AWS's own provider on the emulator, by who may do no more than deploy.

The caller has the policies of `docs/deploy/`: a call that they don't grant would be refused, and
what it was for would not be made, or not be read, or stay.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from local.emulator import Emulator, running
from local.resources import ResourceError
from tests.truth.creation import Creation, create_stack, drift, pointed, removed
from tests.truth.deploying import deployer
from tests.truth.gaps import NOT_MADE, NOT_UPDATED
from tests.truth.plugin import Provider
from tests.truth.updating import change, changes, update_all

pytestmark = pytest.mark.emulator


@dataclass(frozen=True)
class Applied:
    """The stack, and who made it."""

    real: Provider
    emulator: Emulator
    creation: Creation
    folder: Path
    drifts: dict[str, set[str]]
    """Logical name → what a second plan would change."""


@pytest.fixture(scope="module")
def applied(plugin: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Applied]:
    """The stack, created once.

    The emulator now and then loses an answer under so many calls; the provider repeats the call,
    and what it has made already is a conflict. Then all begins anew, in another emulator.
    """
    folder = tmp_path_factory.mktemp("applied")
    with ExitStack() as ends:
        for last in (False, False, True):
            emulator = ends.enter_context(running(log_dir=folder))
            real = ends.enter_context(pointed(plugin, emulator, *deployer(emulator)))
            try:
                creation = create_stack(real, emulator, folder)
            except ResourceError as error:
                if last or not re.search("already (exists|has)", str(error)):
                    raise
                ends.close()
            else:
                break
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
