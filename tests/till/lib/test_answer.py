"""What a command prints."""

import json

import pytest
from pydantic import ValidationError

from till.lib.answer import Report, ReportSection, answer, report_of
from till.lib.report import Section

SECTIONS = [Section("A", ["alert"], ["note"], ["x", "y"], [["1", "2"]])]


def test_a_person_reads_and_a_program_parses(capsys: pytest.CaptureFixture[str]) -> None:
    """The same, and never both."""
    document = report_of(SECTIONS)
    answer(document, SECTIONS, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert Report.model_validate(found) == document
    answer(document, SECTIONS, as_json=False)
    assert "!! alert" in capsys.readouterr().out


def test_a_document_has_no_unknown_member() -> None:
    """A schema that lets everything through says nothing."""
    with pytest.raises(ValidationError):
        ReportSection.model_validate({"title": "x", "more": 1})
