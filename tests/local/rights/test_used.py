"""What a run of the suite has left behind."""

import json
from pathlib import Path

from local.rights.granted import Right
from local.rights.used import used


def test_the_files_of_all_emulators_count(tmp_path: Path) -> None:
    """One line for each right, whichever emulator has seen it."""
    rights = [Right("r", "sqs:SendMessage", "q"), Right("r", "kms:Decrypt", "k", "customer")]
    for number, right in enumerate(rights):
        line = json.dumps({**right._asdict(), "allowed": True})
        (tmp_path / f"{number}.jsonl").write_text(f"{line}\n")
    assert list(used(tmp_path)) == rights


def test_without_a_run_nothing_is_used(tmp_path: Path) -> None:
    """Also where there is no such folder."""
    assert list(used(tmp_path / "none")) == []
