"""What the doctor may read is what it reads."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from policy_sentry.querying.actions import get_action_data

from docs_gen.doctor_picture import EXAMPLE, account
from local.emulator.emulator import Emulator
from tests._aws import caller
from tests.fakes.doctor import ACCOUNT, REGION, aws, case, recorded, with_domain
from till.doctor.case import Caller, Case
from till.doctor.checks import CHECKS, Row, examine
from till.permissions._doctor import DOCTOR
from till.permissions.documents import actions, pages

GRANTED = {action for need in DOCTOR for action in actions(need)}
FREE = "sts:GetCallerIdentity"
"""AWS: "No permissions are required to perform this operation"."""


def test_the_calls_of_the_doctor_are_exactly_what_is_granted() -> None:
    """Every call of every check, written down by botocore's own event, and nothing beside."""
    calls: set[str] = set()
    me = {"Account": ACCOUNT, "Arn": f"arn:aws:iam::{ACCOUNT}:user/jane", "UserId": "AIDAEXAMPLE"}
    clients = recorded(aws({**account(), "sts": {"GetCallerIdentity": me}}), calls)
    clients("sts").get_caller_identity()
    quotas = {"service-quotas": {"GetServiceQuota": {"Quota": {"Value": 500.0}}}}
    examine(case(clients=clients, settings=with_domain(), machine=EXAMPLE), CHECKS)
    others = recorded(aws({**account(), **quotas}), calls)
    examine(case(clients=others, settings=with_domain(), machine=EXAMPLE), CHECKS)
    # API Gateway's actions are methods on paths.
    calls = {"apigateway:GET" if each == "apigateway:GetAccount" else each for each in calls}
    assert calls == GRANTED | {FREE}


def test_everything_granted_is_a_read() -> None:
    """By AWS's own reference of actions, none writes anything."""
    for action in sorted(GRANTED):
        service, _, name = action.partition(":")
        if action != "apigateway:GET":
            found = get_action_data(service, name)
            assert {row["access_level"] for row in found[service]} <= {"Read", "List"}


def _case(emulator: Emulator, name: str, statements: Sequence[Any]) -> Case:
    """The stack in the hands of a user who may do just this."""
    arn = f"arn:aws:iam::{ACCOUNT}:user/{name}"
    made: dict[str, Any] = {}
    made["iam"] = caller(emulator, name, "iam", *statements)
    session = made["iam"]._request_signer._credentials
    keys = {
        "aws_access_key_id": session.access_key,
        "aws_secret_access_key": session.secret_key,
        "endpoint_url": emulator.endpoint,
    }

    def client(service: str) -> Any:
        if service not in made:
            made[service] = emulator.session().client(service, **keys)  # type: ignore[call-overload] # chosen at run time
        return made[service]

    return case(
        clients=client, caller=Caller(ACCOUNT, arn), settings=with_domain(), machine=EXAMPLE
    )


def _denied(rows: Sequence[Row]) -> set[str]:
    return {row.check.name for row in rows if "may not read" in row.finding.what}


@pytest.mark.emulator
def test_who_has_the_document_may_read_everything(emulator: Emulator) -> None:
    """The document as it is attached, under an AWS that enforces it; without it, no read at all."""
    text = pages()["doctor.json"].replace("<region>", REGION).replace("<account>", ACCOUNT)
    text = text.replace("<partition>", "aws")
    # The emulator does not take the simulated role for the resource, as AWS does.
    anywhere = {"Action": "iam:SimulatePrincipalPolicy"}
    statements = [*json.loads(text)["Statement"], anywhere]
    assert _denied(examine(_case(emulator, "doctor-all", statements), CHECKS)) == set()
    nothing = [{"Action": "sqs:ListQueues"}]
    rows = examine(_case(emulator, "doctor-none", nothing), CHECKS)
    # The emulator lets everybody see Lambda's limits, and has no Service Quotas.
    asking = {"permissions", "API Gateway logging", "certificate", "Cognito domain"}
    asking |= {"SES identity", "SES access"}
    assert _denied(rows) == asking


def test_the_document_holds_every_need() -> None:
    """Its statements together are what is granted."""
    granted = {
        action
        for statement in json.loads(pages()["doctor.json"])["Statement"]
        for action in statement["Action"]
    }
    assert granted == GRANTED
