"""What is shown of a line of a log."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.fakes.payments import ID
from tests.till.lib.test_input import GIVEN
from till.lib.exits import CommandError, Exit
from till.lib.input import Outputs
from till.payments.logs import MOST, LogLine, groups_of, lines_of


class Logs:
    """CloudWatch Logs, which answers a page for each event, and an empty one before."""

    def __init__(self, *events: dict[str, Any], refusal: str = "") -> None:
        self.events = list(events)
        self.refusal = refusal

    def get_paginator(self, name: str) -> "Logs":
        """Of the one call that is made."""
        assert name == "filter_log_events"
        return self

    def paginate(self, **asked: Any) -> Iterator[dict[str, Any]]:
        """Every line, as if it knew no patterns."""
        assert asked["filterPattern"] == f'"{ID}"'
        assert asked["startTime"] == 1_000
        if self.refusal:
            raise ClientError({"Error": {"Code": self.refusal, "Message": "No."}}, "Filter")
        yield {"events": []}
        yield from ({"events": [each]} for each in self.events)


def line(at: int, message: str) -> dict[str, Any]:
    """One event."""
    return {"timestamp": at * 1000 + 7, "message": message}


def test_a_fleet_s_log_is_one_more_group() -> None:
    """A stack without a fleet has those of its functions alone."""
    stack = Outputs.model_validate(GIVEN)
    functions = {"sweep_payments": "/aws/lambda/tillstack-local-sweep-payments"}
    assert groups_of(stack) == functions
    fleeted = stack.model_copy(update={"worker_log_group": "/aws/ec2/w"})
    assert groups_of(fleeted) == {**functions, "worker": "/aws/ec2/w"}


def test_lines_of_others_are_left_out_and_no_free_text_is_shown() -> None:
    """Facts of the list alone, oldest first."""
    logs = Logs(
        line(9, f'{{"message": "mail.send", "payment_id": "{ID}", "secret": "x", "attempt": 2}}'),
        line(3, f'{{"message": "ledger.commit", "payment_id": "{ID}", "outcome": ""}}'),
        line(1, '{"message": "other"}'),
    )
    assert lines_of(logs, {"notify_customer": "n"}, ID, 1) == [
        LogLine(3, "notify_customer", "ledger.commit"),
        LogLine(9, "notify_customer", "mail.send, attempt 2"),
    ]


def test_a_group_that_is_gone_and_one_that_is_closed_are_told_apart() -> None:
    """Not found, or AWS's own refusal."""
    with pytest.raises(CommandError) as gone:
        lines_of(Logs(refusal="ResourceNotFoundException"), {"f": "n"}, ID, 1)
    assert gone.value.exit_code is Exit.NOT_FOUND
    with pytest.raises(ClientError):
        lines_of(Logs(refusal="AccessDeniedException"), {"f": "n"}, ID, 1)


def test_so_many_lines_of_one_function_are_enough() -> None:
    """A payment that is looked at for days is no reason to read for ever."""
    logs = Logs(*(line(at, f'{{"message": "{ID}"}}') for at in range(MOST + 1)))
    assert len(lines_of(logs, {"f": "n"}, ID, 1)) == MOST
