"""Metric math."""

import pytest

from policies.pci.framework.alarm_expressions import ExpressionError, value

POINTS = {"m1": 2.0, "m2": 8.0, "gone": None}


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("m1", 2),
        ("100*(m1/m2)", 25),
        ("-m1 + 3", 1),
        ("m1^3", 8),
        ("m1 + gone", None),
        ("m1 / (m2 - 8)", None),
        ("FILL(gone, 0) + m1", 2),
        ("FILL(m1, 0)", 2),
        ("IF(m1 > 1, m2, 0)", 8),
        ("IF(m1 > 5, m2)", None),
        ("IF(gone, 1, 2)", None),
        ("m1 > 1 AND m2 > 9", 0),
        ("m1 > 1 || m2 > 9", 1),
        ("gone AND gone", None),
        ("SUM(METRICS())", 10),
        ("MAX([m1, m2])", 8),
        ("MIN([m1, gone])", 2),
        ("AVG([m1, m2])", 5),
        ("SUM([gone])", None),
        ("ABS(0 - m1)", 2),
    ],
)
def test_an_expression_has_its_value(expression: str, found: float | None) -> None:
    """Arithmetic with a gap is a gap, unless it is filled."""
    assert value(expression, POINTS) == found


@pytest.mark.parametrize(
    "expression",
    ["", "m1 +", "other", "ANOMALY_DETECTION_BAND(m1, 2)", "METRICS()", "METRICS() + 1",
     "m1.real", "SELECT AVG(x) FROM y", "FILL(m1, REPEAT)", "m1 < m2 < 9", "(m1)(2)", "m1 and 'x'",
     "m1 & m2"],
)  # fmt: skip
def test_what_is_not_understood_is_said(expression: str) -> None:
    """Never a wrong value in its place."""
    with pytest.raises(ExpressionError):
        value(expression, POINTS)
