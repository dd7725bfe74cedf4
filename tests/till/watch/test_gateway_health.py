"""`till psp status` and `till health`, as they are typed."""

from collections.abc import Callable

import pytest

from runtime.domain.circuit import FailureReason
from tests.till.gateway import Gateway, canned
from tests.till.payments.documents import printed

Types = Callable[..., int]
OK = canned(200, {"status": "ok"})


def test_calls_flow(gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]) -> None:
    """0 while the circuit is closed."""
    assert types("psp", "status", "--json") == 0
    assert printed("psp status", capsys) == {
        "state": "closed",
        "until": 0,
        "openings": 0,
        "failure_reason": None,
    }
    assert [path for _, path, _ in gateway.calls] == ["/live/v1/ops/circuit"]


def test_an_open_circuit_says_until_when_and_why(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """1, and the runbook."""
    gateway.harness.breaker().open(gateway.harness.circuit.circuit, FailureReason.LOCKED_OUT, None)
    assert types("psp", "status") == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "The circuit is open until 2026-" in said
    assert "because of locked_out; 1 openings in a row." in said
    assert "docs/runbooks/psp-circuit.md" in said


@pytest.mark.parametrize(
    ("answer", "gateway_says", "code"),
    [
        (OK, "ok", 0),
        (canned(503, {"code": "service_unavailable"}), "503 service_unavailable", 1),
        (canned(502, "<html>"), "502 refused", 1),
    ],
)
def test_health_is_the_gateway_with_its_ledger_and_the_circuit(
    gateway: Gateway,
    types: Types,
    capsys: pytest.CaptureFixture[str],
    answer: dict[str, object],
    gateway_says: str,
    code: int,
) -> None:
    """0 only where both are well."""
    gateway.canned = [answer]  # type: ignore[list-item] # An answer as the stub gives it.
    assert types("health", "--json") == code
    document = printed("health", capsys)
    assert (document["gateway"], document["circuit"]["state"]) == (gateway_says, "closed")
    assert document["milliseconds"] >= 0


def test_a_stack_that_is_well_may_wait_for_its_provider(
    gateway: Gateway, types: Types, capsys: pytest.CaptureFixture[str]
) -> None:
    """1: payments are accepted and none is charged."""
    gateway.harness.breaker().open(gateway.harness.circuit.circuit, FailureReason.LOCKED_OUT, None)
    gateway.canned = [OK]
    assert types("health") == 1
    assert "The gateway and its ledger: ok" in capsys.readouterr().out
