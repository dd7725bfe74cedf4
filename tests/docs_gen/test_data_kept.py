"""The table of how long things are kept has the numbers of the settings and the program."""

from docs_gen.data_kept import classes, log_days, payer_days
from stack_settings import StackSettings
from tests.fakes.recorder import program


def test_the_numbers_are_those_of_prod() -> None:
    """A setting that its file leaves out is the default."""
    assert payer_days() == StackSettings.model_fields["payer_retention_days"].default
    assert log_days() == 731


def test_each_class_says_what_decides() -> None:
    """A setting by its name, or why the rule is fixed."""
    found = {each[0]: each for each in classes(program())}
    assert all(all(cells) for cells in found.values())
    assert "`payerRetentionDays`" in found["payer of a final payment"][3]
    logs = found["lines of functions, workers, gateway, firewall and network"]
    assert "`logRetentionDays`" in logs[3]
    assert found["every earlier state of a row"][2] == "35 days"
    assert found["messages: ids, and what SES says of a mail"][2] == "4 days; a dead letter 14"
