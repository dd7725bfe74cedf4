"""The programs whose cold starts are measured; `python -m bench.cold_start` runs them."""

import ast

from bench.cold_sides import ENVIRONMENT, FLOOR, HANDLERS, NAIVE, OURS
from runtime.contract.environments import ENVIRONMENTS
from tests.fakes.recorder import ROOT


def test_each_side_is_a_program_that_says_what_it_made() -> None:
    """The clock begins before the first import that is measured."""
    for program in (OURS, FLOOR, NAIVE):
        ast.parse(program)
        assert program.index("begun = time.process_time()") < program.index("import json")
        assert program.rstrip().endswith('"made": made}))')


def test_each_handler_has_its_environment() -> None:
    """Handlers that there are, with every variable that they need."""
    for handler in HANDLERS:
        assert (ROOT / f"runtime/handlers/{handler.name}.py").is_file()
        assert ENVIRONMENTS[handler.name].model_validate(ENVIRONMENT)
