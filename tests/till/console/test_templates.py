"""The templates."""

from pathlib import Path

import pytest
from jinja2 import UndefinedError

from till.console.templates import environment, page

FOLDER = Path(__file__).parents[3] / "till" / "console" / "templates"


def test_a_value_is_text() -> None:
    """Whatever the template's file is called."""
    found = environment().from_string("{{ value }}").render(value="<b>\"'&")
    assert found == "&lt;b&gt;&#34;&#39;&amp;"


def test_what_is_missing_is_no_empty_place() -> None:
    """A page without a value that it needs is an error of ours."""
    with pytest.raises(UndefinedError):
        page("refused.html")


def test_no_template_takes_the_escaping_off() -> None:
    """By a filter, a block or a markup of its own."""
    for path in FOLDER.iterdir():
        text = path.read_text()
        assert "|safe" not in text.replace(" ", ""), path.name
        assert "autoescape" not in text, path.name
