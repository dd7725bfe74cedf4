"""What the functions count."""

from runtime.contract.environments import ENVIRONMENTS
from runtime.contract.metrics import ALARMS, REPORTED


def test_only_functions_of_the_stack_report() -> None:
    """Each handler in the table is one, and reports something, nothing twice."""
    assert set(REPORTED) < set(ENVIRONMENTS)
    assert all(metrics and len(set(metrics)) == len(metrics) for metrics in REPORTED.values())


def test_what_is_reported_has_the_words_of_its_alarm() -> None:
    """No alarm without a sentence, and no sentence without an alarm."""
    assert {metric for metrics in REPORTED.values() for metric in metrics} == ALARMS.keys()
    assert all(said.sentence.endswith(".") for said in ALARMS.values())
