"""What a rule of the table says of one number."""

from collections.abc import Mapping
from typing import Any


def fits(rule: Mapping[str, Any], number: float) -> bool:
    """Whether a number is what a rule demands."""
    if number in rule.get("numbers", ()):
        return True
    if step := rule.get("multiple"):
        return number > 0 and number % step == 0
    if "numbers" in rule and "range" not in rule:
        return False
    low, high = rule.get("range", (None, None))
    return (low is None or number >= low) and (high is None or number <= high)


def words(rule: Mapping[str, Any]) -> str:
    """What a rule demands, as in "takes … as the input"."""
    numbers = rule.get("numbers", ())
    parts = [*map(str, numbers)]
    if step := rule.get("multiple"):
        parts.append(f"a multiple of {step}")
    if "range" in rule:
        low, high = rule["range"]
        at_least = (
            f"a number of at least {low}" if high is None else f"a number from {low} to {high}"
        )
        parts.append(f"a number of at most {high}" if low is None else at_least)
    return (
        parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}" if parts else ""
    )
