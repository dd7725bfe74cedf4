"""What a rule of the table says of one number."""

from collections.abc import Mapping
from typing import Any


def fits(rule: Mapping[str, Any], number: float) -> bool:
    """Whether a number is what a rule demands."""
    if "numbers" in rule:
        step = rule.get("multiple")
        return number in rule["numbers"] or bool(step and number > 0 and number % step == 0)
    low, high = rule.get("range", (None, None))
    return (low is None or number >= low) and (high is None or number <= high)


def words(rule: Mapping[str, Any]) -> str:
    """What a rule demands, as in "takes … as the input"."""
    if "numbers" in rule:
        several = f"one of {', '.join(map(str, rule['numbers']))}"
        step = rule.get("multiple")
        return f"{several}, or a multiple of {step}," if step else several
    low, high = rule.get("range", (None, None))
    if low is None and high is None:
        return ""
    if low is None or high is None:
        return f"a number of at most {high}" if low is None else f"a number of at least {low}"
    return f"a number from {low} to {high}"
