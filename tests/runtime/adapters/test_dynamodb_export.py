"""Lines of an export."""

import json
from collections.abc import Callable

import pytest

from runtime.adapters.dynamodb_entries import commit_item
from runtime.adapters.dynamodb_export import entries_of, item_of
from runtime.adapters.dynamodb_rows import read_rows, row_items
from runtime.domain.errors import UnreadableRowError
from tests.fakes.payments import ID, Harness


@pytest.mark.parametrize("wrap", [lambda item: {"Item": item}, lambda item: item])
def test_a_line_is_the_item_that_was_written(wrap: Callable[[object], object]) -> None:
    """Under `Item`, as DynamoDB exports it, or by itself; hash for hash the same."""
    harness = Harness()
    payment = harness.succeeded()
    lines = [json.dumps(wrap(item)) for item in row_items(payment)]
    assert list(read_rows(map(item_of, lines))) == [payment]
    for entry in harness.ledger.lines[ID]:
        assert entries_of(json.dumps(wrap(commit_item([entry])))) == [entry]


@pytest.mark.parametrize(
    "line",
    ["", "{", "[]", "1", "{}", '{"Item": 1}', '{"payment_id": "pay_x"}', '{"v": {}}', "[" * 9_999],
)
@pytest.mark.parametrize("read", [entries_of, lambda line: list(read_rows([item_of(line)]))])
def test_a_line_of_another_form_is_one_sentence(read: Callable[[str], object], line: str) -> None:
    """Refused, and nothing of the line is repeated."""
    with pytest.raises(UnreadableRowError) as caught:
        read(line)
    assert "pay_x" not in str(caught.value)


def test_an_entry_of_another_schema_is_refused() -> None:
    """What this code does not know is not guessed at."""
    harness = Harness()
    harness.accepted()
    item = commit_item([harness.ledger.lines[ID][0]]) | {"v": {"N": "99"}}
    with pytest.raises(UnreadableRowError):
        entries_of(json.dumps(item))
