"""What the stack exports beside its components' own values."""

from runtime.contract.schema_versions import SCHEMA_VERSIONS
from tests.fakes.recorder import program


def test_functions_are_named_by_their_handlers() -> None:
    """Each function of the stack, by the physical name that its logs and metrics carry."""
    made = program().exports["functions"]
    declared = {each.outputs["name"] for each in program().resources if each.outputs.get("handler")}
    assert set(made.values()) <= declared
    assert made["accept_payment"] == "tillstack-local-accept-payment"


def test_versions_of_what_is_kept_are_told() -> None:
    """So that a preview sees a downgrade."""
    assert program().exports["schema_versions"] == SCHEMA_VERSIONS
