"""A shell in which whoever operates a running stack types commands of `till`."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from local.demo.serve import write_outputs
from local.stack.stack import LocalStack
from till.__main__ import main
from till.schemas import DOCUMENTS, schemas


class Shell:
    """Types commands for programs, and remembers which."""

    def __init__(self, folder: Path, outputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.outputs = ("--outputs", str(outputs))
        self.typed: set[str] = set()
        self._capsys = capsys

    def __call__(self, command: str, *words: str, codes: Sequence[int] = (0,)) -> Any:
        """What the command prints with `--json`, of its schema, once it ended as it should."""
        self.typed.add(command)
        asked = ["--json"] if command in DOCUMENTS else []
        ended = main([*command.split(), *words, *asked])
        said = self._capsys.readouterr()
        assert ended in codes, said.err
        document = json.loads(said.out)
        if command in DOCUMENTS:
            assert list(Draft202012Validator(schemas()[command]).iter_errors(document)) == []
        return document

    def stack(self, command: str, *words: str, codes: Sequence[int] = (0,)) -> Any:
        """The same of the stack."""
        return self(command, *words, *self.outputs, codes=codes)


def pasted(
    stack: LocalStack,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Shell:
    """A shell into which the lines of `make local` were pasted."""
    for name, value in {
        "AWS_ENDPOINT_URL": stack.emulator.endpoint,
        "AWS_ACCESS_KEY_ID": stack.emulator.account_id,
        "AWS_SECRET_ACCESS_KEY": stack.emulator.secret_key,
        "AWS_DEFAULT_REGION": stack.emulator.region,
    }.items():
        monkeypatch.setenv(name, value)
    return Shell(folder, write_outputs(stack, folder / "outputs.json"), capsys)
