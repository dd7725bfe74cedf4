"""Files that the commands are given."""

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

from till.lib.input import InputError, lines, outputs

GIVEN: dict[str, Any] = {
    "payments_table": "tillstack-local-payments",
    "entries_table": "tillstack-local-entries",
    "payment_queue_url": "https://sqs.example.com/payments",
    "payment_dead_letter_url": "https://sqs.example.com/payments-dead",
    "notification_queue_url": "https://sqs.example.com/notifications",
    "notification_dead_letter_url": "https://sqs.example.com/notifications-dead",
    "functions": {"sweep_payments": "tillstack-local-sweep-payments"},
    "merchants_table": "tillstack-local-merchants",
    "user_pool_id": "eu-central-1_abc",
    "token_url": "https://auth.example.com/oauth2/token",
    "email_event_queue_url": "https://sqs.example.com/email-events",
    "email_event_dead_letter_url": "https://sqs.example.com/email-events-dead",
    "event_queue_url": "https://sqs.example.com/events.fifo",
    "event_dead_letter_url": "https://sqs.example.com/events-dead.fifo",
    "events_table": "tillstack-local-events",
    "webhook_key_arn": "arn:aws:kms:eu-central-1:111122223333:key/webhooks",
    "gateway_url": "https://api.example.com/live",
    "roots_bucket": "tillstack-local-111122223333-roots",
}


def test_the_outputs_of_a_stack_are_read_and_the_rest_is_left(tmp_path: Path) -> None:
    """Only the names that the commands need are asked for."""
    path = tmp_path / "outputs.json"
    path.write_text(json.dumps({**GIVEN, "clients": {"acme": "x"}}))
    assert outputs(path).model_dump(exclude_none=True) == GIVEN


def test_a_stack_says_where_its_fleet_writes(tmp_path: Path) -> None:
    """One without a fleet says nothing of it, as every stack did once."""
    path = tmp_path / "outputs.json"
    path.write_text(json.dumps(GIVEN))
    assert outputs(path).worker_log_group is None
    path.write_text(json.dumps({**GIVEN, "worker_log_group": "/aws/ec2/w"}))
    assert outputs(path).worker_log_group == "/aws/ec2/w"


def test_the_outputs_may_come_through_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """`pulumi stack output --json | till …`."""
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(GIVEN)))
    assert outputs(Path("-")).payments_table == GIVEN["payments_table"]


@pytest.mark.parametrize(
    ("text", "says"), [("{}", "it lacks payments_table"), ("nonsense", "pulumi stack output")]
)
def test_other_json_is_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    """What is missing is named; what is there is not repeated."""
    path = tmp_path / "outputs.json"
    path.write_text(text)
    with pytest.raises(InputError, match=says) as caught:
        outputs(path)
    assert "nonsense" not in str(caught.value)


def test_lines_come_with_their_place_packed_or_not(tmp_path: Path) -> None:
    """Blank lines are left out and counted."""
    plain, packed = tmp_path / "a.jsonl", tmp_path / "b.json.gz"
    plain.write_text("one\n\nthree\n")
    packed.write_bytes(gzip.compress(b"four\n"))
    assert list(lines([plain, packed])) == [
        (f"{plain}:1", "one\n"),
        (f"{plain}:3", "three\n"),
        (f"{packed}:1", "four\n"),
    ]


@pytest.mark.parametrize(
    "broken",
    [b"\xff\xfe\xff", b"no gzip", gzip.compress(b"cut" * 99)[:-9]],
    ids=["no text", "no gzip", "cut off"],
)
def test_a_file_that_is_no_text_is_one_sentence(tmp_path: Path, broken: bytes) -> None:
    """Another encoding, no gzip, or the half of one."""
    path = tmp_path / ("a.gz" if broken[:1] != b"\xff" else "a.jsonl")
    path.write_bytes(broken)
    with pytest.raises(InputError, match="not a text file"):
        list(lines([path]))
