"""The page of failure modes says what the tests say."""

from docs_gen.failure_modes import PAGE, page


def test_the_page_is_what_the_tests_say() -> None:
    """`docs/failure-modes.md` is what `make docs` writes."""
    assert PAGE.read_text() == page()
