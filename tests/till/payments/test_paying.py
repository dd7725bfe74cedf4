"""`till pay`, as it is typed, against a token endpoint and a gateway that answer what they do."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from runtime.invocation.http import HttpResponse
from tests.fakes.payments import ID
from tests.till.gateway import Gateway, canned
from tests.till.payments.documents import printed

Types = Callable[..., int]
TOKEN = canned(200, {"access_token": "t"})
ACCEPTED = canned(202, {"id": ID, "status": "queued", "amount": 2500, "currency": "eur"})


@pytest.fixture(name="secrets")
def _secrets(gateway: Gateway, tmp_path: Path) -> str:
    """What `till merchants credentials` writes."""
    file = tmp_path / "acme.json"
    known = {"token_url": f"{gateway.url}/token", "client_id": "c", "client_secret": "hunter2"}
    file.write_text(json.dumps({**known, "scope": "payments/write"}))
    return str(file)


def test_a_payment_is_asked_for_as_a_backend_does(
    gateway: Gateway, types: Types, secrets: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A token first, then the payment with a key of its own; no secret is shown."""
    gateway.canned = [TOKEN, ACCEPTED]
    assert types("pay", "2500", "--credentials", secrets, "--key", "k-1", "--json") == 0
    document = printed("pay", capsys)
    assert document == {
        "payment_id": ID,
        "status": "queued",
        "amount": 2500,
        "currency": "eur",
        "idempotency_key": "k-1",
    }
    asked = [(method, path, signed.partition(" ")[0]) for method, path, signed in gateway.calls]
    assert asked == [("POST", "/live/token", "Basic"), ("POST", "/live/v1/payments", "Bearer")]
    gateway.canned = [TOKEN, ACCEPTED]
    assert types("pay", "2500", "--credentials", secrets) == 0
    said = capsys.readouterr()
    assert "25.00 EUR: queued." in said.out
    assert f"till tail {ID}" in said.out
    assert "hunter2" not in said.out + said.err


@pytest.mark.parametrize(
    ("answers", "code", "says"),
    [
        ([canned(400, {"error": "invalid_client"})], 4, "invalid_client"),
        (
            [TOKEN, canned(400, {"code": "amount_too_small", "detail": "Too little."})],
            1,
            "amount_too_small: Too little.",
        ),
        (
            [
                TOKEN,
                canned(
                    400,
                    {
                        "code": "parameter_invalid",
                        "errors": [{"param": "currency", "detail": "Which?", "code": "x"}],
                    },
                ),
            ],
            1,
            "currency: Which?",
        ),
        ([TOKEN, canned(403, {"code": "client_disabled", "detail": "Ended."})], 4, "Ended."),
        ([TOKEN, canned(429, {"code": "rate_limited", "detail": "Wait."})], 5, "Wait."),
        ([TOKEN, canned(503, "<html>")], 5, "503 refused"),
    ],
)
def test_a_refusal_is_told_by_kind(
    gateway: Gateway,
    types: Types,
    secrets: str,
    capsys: pytest.CaptureFixture[str],
    answers: list[HttpResponse],
    code: int,
    says: str,
) -> None:
    """In the stack's words."""
    gateway.canned = answers
    assert types("pay", "1", "--credentials", secrets) == code
    said = capsys.readouterr().err
    assert says in said
    assert "hunter2" not in said


def test_somebody_must_pay(
    gateway: Gateway, types: Types, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """2 where nobody is named, and where the file is another one."""
    assert types("pay", "2500") == 2
    assert "--merchant NAME, or --credentials FILE" in capsys.readouterr().err
    other = tmp_path / "other.json"
    other.write_text('["x"]')
    assert types("pay", "2500", "--credentials", str(other)) == 2
    assert "is not what `till merchants credentials` writes" in capsys.readouterr().err
    assert gateway.calls == []
