"""The stack that is up, as the other commands ask it: over the operators' own use cases."""

from http import HTTPStatus
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from runtime.wire.queue_message import encode
from tests.fakes.payments import ID, REF
from tests.runtime.adapters.aws import AS_NOBODY
from tests.till.gateway import Gateway, canned
from tests.till.lib.test_input import GIVEN
from tests.till.redrive.test_redrive import RedriveStack, accepted
from till.console.deployed import DeployedStack
from till.lib.exits import CommandError, Exit
from till.lib.input import Outputs, outputs
from till.redrive.redrive import Kind


@pytest.fixture(name="deployed")
def _deployed(gateway: Gateway) -> DeployedStack:
    return DeployedStack(Outputs(**{**GIVEN, "gateway_url": gateway.url}), "tillstack-local")


def test_payments_are_read_over_the_operators_routes(
    gateway: Gateway, deployed: DeployedStack
) -> None:
    """Signed, as the commands do."""
    gateway.harness.parked()
    found = deployed.listed({"status": "requires_review"}, 5)
    assert [row["payment_id"] for row in found.rows] == [ID]
    assert deployed.row(ID)["status"] == "requires_review"
    assert deployed.entries(ID)[0]["type"] == "accepted"
    assert all("AKIDEXAMPLE" in signed for *_, signed in gateway.calls)


def test_a_persons_word_goes_to_the_stack(gateway: Gateway, deployed: DeployedStack) -> None:
    """Which writes it down, or refuses."""
    gateway.harness.parked()
    body = {"resolution": "succeeded", "reason": "The merchant agrees.", "evidence": "TICKET-1"}
    assert deployed.resolve(ID, body).status == HTTPStatus.CONFLICT
    gateway.harness.psp.take(REF)
    assert deployed.resolve(ID, body).status == HTTPStatus.OK
    assert gateway.harness.ledger.lines[ID][-1].data["evidence"] == "TICKET-1"


def test_a_payment_for_two_people_is_proposed(gateway: Gateway, deployed: DeployedStack) -> None:
    """202: the first person's word leaves it in review."""
    gateway.harness.four_eyes = {"eur": 1}
    gateway.harness.parked()
    gateway.harness.psp.take(REF)
    body = {"resolution": "succeeded", "reason": "The merchant agrees.", "evidence": "TICKET-1"}
    assert deployed.resolve(ID, body).status == HTTPStatus.ACCEPTED
    assert deployed.row(ID)["status"] == "requires_review"


def test_the_circuit_is_asked_for(gateway: Gateway, deployed: DeployedStack) -> None:
    """By the same route as `till psp status`."""
    document = {"state": "open", "until": 7, "openings": 1, "failure_reason": None}
    gateway.canned.append(canned(200, document))
    assert deployed.circuit().model_dump() == document


def test_credentials_are_looked_up_for_each_question(
    gateway: Gateway, deployed: DeployedStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever signs in anew need not start the console anew."""
    gateway.harness.parked()
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, "/nowhere")
    with pytest.raises(CommandError) as caught:
        deployed.row(ID)
    assert caught.value.exit_code is Exit.DENIED
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x" * 40)
    assert deployed.row(ID)["payment_id"] == ID


def test_alarms_and_dead_letters_are_asked_of_aws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every alarm of this stack; what each letter would do, and it stays where it was."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", str(AS_NOBODY["region_name"]))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        stack = RedriveStack(tmp_path)
        stack.hold(accepted(60))
        stack.park(encode(ID))
        boto3.client("cloudwatch", **AS_NOBODY).put_metric_alarm(
            AlarmName="tillstack-local-a",
            MetricName="m",
            Namespace="n",
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanThreshold",
        )
        known = outputs(stack.outputs).model_dump()
        named = Outputs(**{**known, "merchants_table": "tillstack-local-merchants"})
        deployed = DeployedStack(named, "tillstack-local")
        assert [each.name for each in deployed.alarms()] == ["tillstack-local-a"]
        (letter,), held = deployed.letters(Kind.PAYMENTS)
        assert (letter.dead_letter.payment_id, letter.payment is not None, held) == (ID, True, 0)
        assert stack.lying(stack.dead) == [encode(ID)]
