"""A `pulumi` that a test writes itself, first on the PATH."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest


def put_on_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, documents: Mapping[str, Any]
) -> Path:
    """The folder with the program, and beside it each document as `<name>.json`."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "pulumi"
    program.write_text(script)
    program.chmod(0o755)
    for name, document in documents.items():
        (folder / f"{name}.json").write_text(json.dumps(document))
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder
