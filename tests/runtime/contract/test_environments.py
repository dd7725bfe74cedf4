"""The list of environments names every function."""

from runtime.contract.environments import ENVIRONMENTS
from tests.fakes.recorder import ROOT


def test_every_handler_has_its_environment() -> None:
    """One for each file of the handlers; a list without it would size and test it wrong."""
    files = {path.stem for path in (ROOT / "runtime" / "handlers").glob("[!_]*.py")}
    assert set(ENVIRONMENTS) == files
