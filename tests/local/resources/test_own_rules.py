"""Our own rows of the table."""

from pulumi import _types

from local.resources import KINDS, RECORDED_ONLY, problems
from local.resources.own_rules import OWN
from local.resources.sdk_types import inputs_class


def test_a_row_is_about_an_input_of_a_known_type() -> None:
    """A misspelt type or input would check nothing."""
    assert OWN.keys() <= KINDS.keys() | RECORDED_ONLY.keys()
    for token, rules in OWN.items():
        known = set(_types.input_type_types(inputs_class(token)))
        assert {path.partition(".")[0] for path in rules} <= known


def test_a_name_has_its_service_s_length_and_alphabet() -> None:
    """256 characters for a topic."""
    topic = "aws:sns/topic:Topic"
    assert problems(topic, {"name": "t" * 256}) == []
    for name in ("t" * 257, "t t", "t.fifo", ""):
        assert [path for path, _ in problems(topic, {"name": name})] == ["name"]
