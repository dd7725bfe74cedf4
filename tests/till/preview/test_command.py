"""`till preview` for a program; for a person, `tests/till/test_main.py`."""

from pathlib import Path

import pytest

from tests.till.engine_events import step, summary, text
from tests.till.payments.documents import printed
from till.__main__ import main


def test_a_program_gets_the_sections(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As a person would see them, `--markdown` or not."""
    file = tmp_path / "preview.json"
    file.write_text(text([step("create", "aws:sqs/queue:Queue", "q", None, {}), summary()]))
    for more in ([], ["--markdown"]):
        assert main(["preview", "--file", str(file), "--json", *more]) == 0
        sections = printed("preview", capsys)["sections"]
        assert "aws:sqs:Queue" in str(sections)
