"""The frame of each page."""

import pytest

from tests.till.console.conftest import Page
from till.console.view import PLACES


@pytest.mark.parametrize(("path", "name"), PLACES)
def test_each_page_says_where_one_is(page: Page, path: str, name: str) -> None:
    """In the navigation, once; with one heading, a way past it, and whose stack it is."""
    text = page.get(path)
    assert text.count('aria-current="page"') == 1
    assert f'aria-current="page">{name}<' in text
    assert text.count("<h1") == 1
    assert 'href="#content"' in text
    assert "<strong>tillstack-local</strong>" in text
    assert '<html lang="en">' in text


def test_a_problem_is_a_page_with_the_same_frame(page: Page) -> None:
    """So one can go on."""
    text = page.get("/nothing", 404)
    assert all(name in text for _, name in PLACES)
    assert 'role="alert"' in text
