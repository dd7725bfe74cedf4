"""The schema's mutants: what matters is seen, what is harmless raises nothing."""

from functools import cache

from policy_proof import by_schema, reviewed, run, schema_proof
from policy_proof.mutant import Source
from policy_proof.tally import Tally

LEFT: frozenset[str] = frozenset(
    {
        # SES tells the rate of weeks, so its lowest is one period late, and no more.
        (
            "alarm-can-ring: aws:cloudwatch/metricAlarm:MetricAlarm statistic: Minimum "
            "(monitoring-mail-bounces-alarm statistic)"
        ),
        # Which of our functions sends a metric is not the pack's to know; that each alarm's is sent
        # is shown by tests/local/alarms/test_sent.py.
        (
            "alarm-can-ring: aws:cloudwatch/metricAlarm:MetricAlarm dimensions: text "
            "(monitoring-restore-drill-age-alarm dimensions)"
        ),
    }
)
"""Changes that no rule sees, by name and with the reason."""


@cache
def tally() -> Tally:
    """Every property of every type."""
    return run.together(run.SCHEMA)


def test_what_matters_is_seen() -> None:
    """Every change that makes the stack worse is reported by a rule that the table names."""
    assert set(tally().unseen) == LEFT
    assert tally().made[Source.SCHEMA] + tally().made[Source.ANYWHERE] > 1_000


def test_what_is_harmless_raises_nothing() -> None:
    """A table that calls something harmless and a rule that reports it: one of them is wrong."""
    assert tally().quiet > 1_000
    assert sorted(tally().raised) == []


def test_what_matters_has_a_mutant() -> None:
    """A row whose words fit nothing would count as proved."""
    rows = [row for row in reviewed.rows() if row.matters]
    without = [
        f"{row.type} {row.property.path}"
        for row in rows
        if not any(by_schema.of(schema_proof.home(row), row))
    ]
    assert without == []
