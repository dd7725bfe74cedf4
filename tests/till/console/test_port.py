"""What the console asks of a stack."""

from inspect import getmembers, isfunction, signature

from tests.fakes.console_stack import FakeStack
from till.console.deployed import DeployedStack
from till.console.port import ConsoleStack


def test_the_fake_is_asked_as_the_deployed_stack_is() -> None:
    """Method by method, with the same arguments and results."""
    asked = {
        name: signature(method)
        for name, method in getmembers(ConsoleStack, isfunction)
        if not name.startswith("_")
    }
    assert len(asked) == 7
    for kind in (FakeStack, DeployedStack):
        assert {name: signature(getattr(kind, name)) for name in asked} == asked
