"""The documents under docs/deploy/ are those of the table."""

from pathlib import Path

from docs_gen.permissions import FOLDER, write
from till.permissions.documents import pages


def test_the_documents_are_what_the_table_says_today() -> None:
    """`docs/deploy/` is generated; run `make docs` after a change of the table."""
    assert {path.name: path.read_text() for path in FOLDER.iterdir()} == pages()


def test_each_document_is_a_file(tmp_path: Path) -> None:
    """One for each part, in a folder that is made where it is not there."""
    write(tmp_path / "deploy")
    assert {path.name for path in (tmp_path / "deploy").iterdir()} == pages().keys()
