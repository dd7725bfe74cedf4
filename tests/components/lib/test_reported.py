"""What the functions report when a person should look."""

from components.lib.environment import VARIABLES
from components.lib.reported import REPORTED


def test_only_functions_of_the_stack_report() -> None:
    """Each handler in the table is one, and reports something, nothing twice."""
    assert set(REPORTED) < set(VARIABLES)
    assert all(metrics and len(set(metrics)) == len(metrics) for metrics in REPORTED.values())
