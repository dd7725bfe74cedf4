"""What is shown of a line of a log."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.fakes.payments import ID
from till.lib.exits import CommandError, Exit
from till.payments.logs import LogLine, lines_of


class Logs:
    """CloudWatch Logs, which answers what it was given."""

    def __init__(self, *events: dict[str, Any], refusal: str = "") -> None:
        self.events = list(events)
        self.refusal = refusal

    def filter_log_events(self, **asked: Any) -> dict[str, Any]:
        """Every line, as if it knew no patterns."""
        assert asked["filterPattern"] == f'"{ID}"'
        if self.refusal:
            raise ClientError({"Error": {"Code": self.refusal, "Message": "No."}}, "Filter")
        return {"events": self.events}


def line(at: int, message: str) -> dict[str, Any]:
    """One event."""
    return {"timestamp": at * 1000 + 7, "message": message}


def test_lines_of_others_are_left_out_and_no_free_text_is_shown() -> None:
    """Facts of the list alone, oldest first."""
    logs = Logs(
        line(9, f'{{"message": "mail.send", "payment_id": "{ID}", "secret": "x", "attempt": 2}}'),
        line(3, f'{{"message": "ledger.commit", "payment_id": "{ID}", "outcome": ""}}'),
        line(1, '{"message": "other"}'),
    )
    assert lines_of(logs, {"notify_customer": "n"}, ID) == [
        LogLine(3, "notify_customer", "ledger.commit"),
        LogLine(9, "notify_customer", "mail.send, attempt 2"),
    ]


def test_a_group_that_is_gone_and_one_that_is_closed_are_told_apart() -> None:
    """Not found, or AWS's own refusal."""
    with pytest.raises(CommandError) as gone:
        lines_of(Logs(refusal="ResourceNotFoundException"), {"f": "n"}, ID)
    assert gone.value.exit_code is Exit.NOT_FOUND
    with pytest.raises(ClientError):
        lines_of(Logs(refusal="AccessDeniedException"), {"f": "n"}, ID)
