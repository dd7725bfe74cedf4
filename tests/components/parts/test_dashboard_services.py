"""AWS's services are shown part by part."""

from collections.abc import Iterator

import pytest

from components.lib.context import StackContext
from components.parts.alarm_math import Measured
from components.parts.dashboard import Chart, Line, Section
from components.parts.dashboard_lines import Lines
from components.parts.dashboard_services import cost, functions, gateway, ledger, mail, queues

LINES = Lines(StackContext("shop", "dev", "111122223333", "eu-central-1", "owner", 30))
STAGE = {"ApiName": "shop-dev-gateway", "Stage": "live"}
NAMED = {"one": "shop-dev-one"}


def measured(section: Section) -> Iterator[Measured]:
    """Every metric of a section."""
    for chart in section.widgets:
        assert isinstance(chart, Chart)
        for line in chart.lines:
            yield from [line.measured] if isinstance(line, Line) else line.measures


@pytest.mark.parametrize(
    ("section", "shown"),
    [
        (gateway(LINES, STAGE), "Count 4XXError 5XXError MerchantLimited Latency"),
        (
            queues(LINES, NAMED, NAMED),
            "ApproximateAgeOfOldestMessage ApproximateNumberOfMessagesVisible",
        ),
        (
            functions(LINES, NAMED),
            (
                "Invocations Errors Throttles Duration ConcurrentExecutions PspCircuitOpened "
                "PspCircuitClosed PspCircuitWaited"
            ),
        ),
        (
            ledger(LINES, NAMED),
            (
                "ConsumedReadCapacityUnits ConsumedWriteCapacityUnits ReadThrottleEvents "
                "WriteThrottleEvents TransactionConflict SystemErrors"
            ),
        ),
        (
            mail(LINES),
            "Send Delivery Bounce Complaint Reputation.BounceRate Reputation.ComplaintRate",
        ),
        (
            cost(LINES, STAGE, NAMED, NAMED, NAMED, "https://books.example.com/cost.md"),
            (
                "Count Invocations ConsumedReadCapacityUnits ConsumedWriteCapacityUnits "
                "NumberOfMessagesSent Send"
            ),
        ),
    ],
)
def test_a_part_shows_what_a_person_asks_of_it(section: Section, shown: str) -> None:
    """Not one metric less, and not one more."""
    assert {each.metric for each in measured(section)} == set(shown.split())


def test_what_is_paid_per_use_links_to_the_prices() -> None:
    """The page is where the setting says."""
    heading = cost(LINES, STAGE, NAMED, NAMED, NAMED, "https://books.example.com/cost.md").heading
    assert "(https://books.example.com/cost.md)" in heading
