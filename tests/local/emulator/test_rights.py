"""What is kept of the questions that roles ask."""

import json
from pathlib import Path

import pytest

from local.emulator._rights import Asked, Book
from local.emulator.emulator import Emulator
from tests._aws import caller

HERE = "eu-central-1:111122223333"
READ = Asked("reader", "dynamodb:GetItem", f"arn:aws:dynamodb:{HERE}:table/t", "", allowed=True)


def test_each_right_that_is_used_is_one_line(tmp_path: Path) -> None:
    """However often it is used; what was refused is counted, and is no use."""
    file = tmp_path / "rights.jsonl"
    book = Book(file)
    refused = READ._replace(allowed=False)
    for asked in (READ, READ, refused):
        book.note(asked)
    assert [json.loads(line) for line in file.read_text().splitlines()] == [READ._asdict()]
    assert book.told() == [
        {**READ._asdict(), "times": 2},
        {**refused._asdict(), "times": 1},
    ]


@pytest.mark.emulator
def test_people_are_not_in_the_book(emulator: Emulator) -> None:
    """What a user or the root does says nothing of a role's rights."""
    caller(emulator, "person", "sqs", {"Action": "sqs:ListQueues"}).list_queues()
    emulator.client("sqs").list_queues()
    assert [each for each in emulator.asked() if each["action"] == "sqs:ListQueues"] == []
