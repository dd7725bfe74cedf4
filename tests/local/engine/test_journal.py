"""What a killed engine forgot is found and removed."""

import json
from pathlib import Path

import pytest

from local.emulator.emulator import Emulator
from local.engine._journal import Journal
from local.resources import create

pytestmark = pytest.mark.emulator

QUEUE = "aws:sqs/queue:Queue"


def test_what_the_state_does_not_know_is_removed(emulator: Emulator, tmp_path: Path) -> None:
    """Of two queues that a run made, the one that the state lacks goes, and the other stays."""
    journal = Journal(tmp_path / "journal")
    urls = []
    for name in ("journal-kept", "journal-lost"):
        url, state = create(QUEUE, {"name": name}, emulator)
        journal.made(QUEUE, url, state)
        urls.append(url)
    assert journal.sweep({(QUEUE, urls[0])}, emulator) == 1
    found = emulator.client("sqs").list_queues(QueueNamePrefix="journal-")["QueueUrls"]
    assert found == urls[:1]
    assert journal.sweep(set(), emulator) == 0


def test_no_secret_is_written_down(tmp_path: Path) -> None:
    """A client's secret is an output that no deletion needs."""
    client = "aws:cognito/userPoolClient:UserPoolClient"
    Journal(tmp_path / "journal").made(client, "id", {"clientSecret": "hidden", "name": "acme"})
    assert json.loads((tmp_path / "journal").read_text()) == [client, "id", {"name": "acme"}]
