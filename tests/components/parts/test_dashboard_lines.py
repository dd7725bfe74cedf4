"""A stack's lines name its own functions, each with an id of its own."""

from components.lib.context import StackContext
from components.parts.dashboard_lines import Lines, total

CONTEXT = StackContext("shop", "dev", "111122223333", "eu-central-1", "owner", 30)


def test_a_metric_of_ours_is_added_up_over_who_sends_it() -> None:
    """By `service`, and by what else it is measured in; minor units become units."""
    line = Lines(CONTEXT).ours(
        "EUR", "SucceededAmount", ["process_payment", "operate_payments"], 100, currency="eur"
    )
    assert line.expression == "SUM([m1, m2]) / 100"
    assert [dict(each.dimensions) for each in line.measures] == [
        {"service": f"shop-dev-{name}", "currency": "eur"}
        for name in ("process-payment", "operate-payments")
    ]


def test_a_sum_over_lines_takes_their_place() -> None:
    """No id comes twice, whichever way a line was made."""
    lines = Lines(CONTEXT)
    sent = [lines.aws(each, "SQS", "NumberOfMessagesSent", {"QueueName": each}) for each in "ab"]
    one = lines.one_of_ours("p50", "SecondsToFinal", "process_payment", "p50")
    both = total("both", sent)
    assert (both.expression, one.measured.id) == ("SUM([m1, m2])", "m3")
    assert [each.namespace for each in (*both.measures, one.measured)] == [
        "AWS/SQS", "AWS/SQS", "Tillstack",
    ]  # fmt: skip
