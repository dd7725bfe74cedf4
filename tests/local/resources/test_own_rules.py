"""Our own rows of the table."""

import sys

from pulumi import _types

from local.resources import CLASSES, RECORDED, problems
from local.resources.own_rules import OWN


def test_a_row_is_about_an_input_of_a_known_type() -> None:
    """A misspelt type or input would check nothing."""
    known = {**CLASSES, **RECORDED}
    for token, rules in OWN.items():
        cls = known[token]
        args = getattr(sys.modules[cls.__module__], f"{cls.__name__}Args")
        assert {path.partition(".")[0] for path in rules} <= set(_types.input_type_types(args))


def test_a_name_has_its_service_s_length_and_alphabet() -> None:
    """80 characters for a queue, 256 for a topic."""
    queue, topic = "aws:sqs/queue:Queue", "aws:sns/topic:Topic"
    for token, most in ((queue, 80), (topic, 256)):
        assert problems(token, {"name": "q" * most}) == []
        for name in ("q" * (most + 1), "q q", "q.fifo", ""):
            assert [path for path, _ in problems(token, {"name": name})] == ["name"]
