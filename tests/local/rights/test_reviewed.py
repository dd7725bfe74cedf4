"""Granted minus used, against the table of what stays."""

from local.rights.granted import Right, granted
from local.rights.reviewed import Row, judge, rows
from tests.fakes.recorder import program

READ = Right("tillstack-local-reader", "dynamodb:GetItem", "arn:aws:dynamodb:r:a:table/t")
LOG = Right("tillstack-local-reader", "logs:PutLogEvents", "arn:aws:logs:r:a:log-group:g:*")
KEPT = Row(["reader"], ["dynamodb:GetItem"], "table/t", "Because.")


def test_what_nothing_used_is_spare_or_kept_for_a_reason() -> None:
    """A row speaks of its role, its action and its thing, and of no other."""
    assert judge([READ], [], []).spare == [READ]
    assert judge([READ], [], [KEPT]).kept == [(READ, KEPT)]
    for other in (
        KEPT._replace(roles=["writer"]),
        KEPT._replace(actions=["dynamodb:PutItem"]),
        KEPT._replace(resource="table/u"),
    ):
        assert judge([READ], [], [other])[1:] == ([READ], [other])


def test_a_row_about_nothing_is_stale() -> None:
    """What is used needs no reason any more."""
    assert judge([READ], [READ], [KEPT]) == ([], [], [KEPT])


def test_a_pattern_is_used_by_what_it_means() -> None:
    """A stream of the group is the group's; another key's use is not this one's."""
    stream = LOG._replace(resource="arn:aws:logs:r:a:log-group:g:log-stream:s")
    assert judge([LOG], [stream], []).spare == []
    assert judge([LOG], [stream._replace(role="tillstack-local-writer")], []).spare == [LOG]
    assert judge([READ], [READ._replace(under="customer")], []).spare == [READ]


def test_every_row_has_a_reason_and_is_about_a_right() -> None:
    """Of the program as it is; whether it is used is told by `make rights`."""
    rights = set(granted(program()))
    for row in rows():
        assert row.reason.endswith(".")
        assert any(row.is_about(right) for right in rights), row
