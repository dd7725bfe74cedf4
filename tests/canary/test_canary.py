"""A canary in every input of every flow; then everything is read, and none lies where it must not.

`make canary` prints what was planted and what was read.
"""

import pytest

from docs_gen.data_table import Place
from tests.canary.conftest import Read
from tests.canary.planting import Kind

pytestmark = pytest.mark.emulator


def test_no_canary_lies_where_the_table_has_no_word_of_it(canaries: Read) -> None:
    """`docs/data.md` says where each input may lie in clear; whatever lies elsewhere leaked."""
    assert [str(hit) for hit in canaries.hits] == []


def test_every_flow_went_its_way(canaries: Read) -> None:
    """A refusal was one, a payment that is charged was: else its canaries prove nothing."""
    assert [*canaries.failures] == []


def test_every_kind_is_planted(canaries: Read) -> None:
    """Cards, codes, addresses, names, tokens, secrets and free text."""
    assert {each.kind for each in canaries.planter} == set(Kind)


@pytest.mark.parametrize("place", Place)
def test_every_place_is_read(canaries: Read, place: Place) -> None:
    """A reader that finds nothing to read proves nothing."""
    assert [each for each in canaries.read if place in each.places and each.text]
