"""The page of the API's errors is the table that the code answers with."""

import re
from pathlib import Path

from docs_gen.errors import errors
from runtime.contract.codes import Code
from stack_settings import StackSettings

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"


def test_the_page_is_made_from_the_table() -> None:
    """`docs/errors.md` is generated; run `make docs` after a change of the table."""
    assert PAGE.read_text() == errors()


def test_a_problem_s_address_is_a_heading_of_the_page() -> None:
    """The default address and a code lead to the code's own heading, as GitHub makes anchors."""
    base = StackSettings.model_fields["error_documentation"].default
    assert base.endswith(f"/docs/{PAGE.name}#")
    headings = {each.lower() for each in re.findall(r"^## (\w+)$", errors(), re.MULTILINE)}
    assert headings == {str(code) for code in Code}
