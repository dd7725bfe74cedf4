"""The snapshot groups what the PSP really charged."""

from local.stack.snapshot import AcceptedMail, Snapshot


def test_captures_are_grouped_by_payment() -> None:
    """Two captures of one payment stand together, so that a second one can't hide."""
    captures = [{"payment_id": "a"}, {"payment_id": "b"}, {"payment_id": "a"}]
    snapshot = Snapshot({}, {}, {"captures": captures}, [], [])
    assert {who: len(found) for who, found in snapshot.captures().items()} == {"a": 2, "b": 1}


def test_payments_that_were_there_before_are_left_out_everywhere() -> None:
    """Rows, entries, the book's pages and mails of an earlier payment are gone, others stay."""
    book = {"captures": [{"payment_id": "a"}, {"payment_id": "b"}], "calls": [{"attempt": None}]}
    mails = [AcceptedMail("", "", "", "", f"{who}-5") for who in ("a", "b")]
    rest = Snapshot({}, {"a": [], "b": []}, book, mails, []).without({"a"})
    assert set(rest.entries) == {"b"}
    assert rest.book == {"captures": [{"payment_id": "b"}], "calls": [{"attempt": None}]}
    assert [mail.notification_id for mail in rest.mails] == ["b-5"]
