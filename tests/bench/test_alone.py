"""Accepting is answered in one process, as the services would."""

import hashlib
import json
import subprocess
import sys
from base64 import b64decode
from types import SimpleNamespace

import pytest

from bench.accept_alone import ALONE, NOWHERE
from bench.alone import answered
from bench.stub_services import environment
from local.program.recorder import ROOT


def said(operation: str, body: str = "{}") -> dict[str, str]:
    """The answer to a call."""
    request = SimpleNamespace(url=NOWHERE, headers={"X-Amz-Target": f"Api.{operation}"}, body=body)
    answer = answered(request)
    assert answer.status_code == 200
    return dict(json.loads(answer.content))


def test_a_data_key_is_of_the_key_that_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    """32 bytes, in clear and wrapped."""
    monkeypatch.setenv("SEALING_KEY_ARN", "arn:sealing")
    found = said("GenerateDataKey")
    assert (len(b64decode(found["Plaintext"])), found["KeyId"]) == (32, "arn:sealing")


def test_a_message_is_answered_with_its_digest() -> None:
    """The SDK compares it."""
    sent = json.dumps({"MessageBody": "v1.pay_a"})
    digest = hashlib.md5(b"v1.pay_a", usedforsecurity=False).hexdigest()
    assert said("SendMessage", sent)["MD5OfMessageBody"] == digest


def test_a_write_is_answered_with_nothing() -> None:
    """As DynamoDB does."""
    assert said("TransactWriteItems") == {}


def test_it_runs_by_itself_and_says_one_number() -> None:
    """Nobody listens where it would call, so all answers are its own."""
    done = subprocess.run(  # noqa: S603 - our own file, by this interpreter
        [sys.executable, ALONE, "a-run"],
        env={**environment(NOWHERE), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert 0 < float(done.stdout) < 1
