"""What a command prints with `--json`, held against its schema."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from till.schemas import schemas


def printed(command: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The document on the standard output, which is of its schema."""
    document = json.loads(capsys.readouterr().out)
    faults = Draft202012Validator(schemas()[command]).iter_errors(document)
    assert [fault.message for fault in faults] == []
    assert isinstance(document, dict)
    return document
