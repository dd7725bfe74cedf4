"""The keys as one argument."""

from components.lib.key_arns import KeyArns
from tests.fakes.recorder import program


def test_there_is_a_field_for_each_key() -> None:
    """The five fields are the five keys that `Keys` registers."""
    fields = {f"{name}_arn" for name in KeyArns.__dataclass_fields__}
    (urn,) = [each.urn for each in program().resources if each.type == "tillstack:index:Keys"]
    assert fields == set(program().registered_outputs[urn])
