"""The evidence groups what the PSP really charged."""

from local.evidence import Evidence


def test_captures_are_grouped_by_payment() -> None:
    """Two captures of one payment stand together, so that a second one can't hide."""
    captures = [{"payment_id": "a"}, {"payment_id": "b"}, {"payment_id": "a"}]
    evidence = Evidence({}, {}, {"captures": captures}, [], [])
    assert {who: len(found) for who, found in evidence.captures().items()} == {"a": 2, "b": 1}
