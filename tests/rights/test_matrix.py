"""Every role, every thing, every action: what is not meant is refused.

Judged by the emulator's own evaluator, which holds the deployed roles to the same documents, and
once more by ours.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import pulumi_aws as aws
import pytest
from ministack.core.iam_evaluator import EvalContext, evaluate, parse_policy_document

from tests._policies import allows, grants
from tests.fakes.recorder import ACCOUNT, REGION, program
from tests.rights.matrix import ACTIONS, ALWAYS, MAY

PREFIX = "tillstack-local-"
HERE = f"{REGION}:{ACCOUNT}"
NOTHING: Mapping[str, Any] = {}


class Thing(NamedTuple):
    """What is asked for, and under which conditions."""

    service: str
    arn: str
    context: Mapping[str, Any] = NOTHING


def via(service: str, **context: str) -> dict[str, str]:
    """A key that a service asks for."""
    extra = {f"kms:EncryptionContext:{name}": value for name, value in context.items()}
    return {"kms:ViaService": f"{service}.{REGION}.amazonaws.com", **extra}


@cache
def things(role: str) -> dict[str, Thing]:
    """Everything of the stack that the role could be after, by its name in the matrix."""
    return {
        **dict(_tables(role)),
        **dict(_keys(role)),
        **{
            f"queue {queue.inputs['name'].removeprefix(PREFIX)}": Thing("sqs", queue.outputs["arn"])
            for queue in program().of(aws.sqs.Queue)
        },
        **{
            f"secret {one.inputs['name'].removeprefix(PREFIX)}": Thing(
                "secretsmanager", one.outputs["arn"]
            )
            for one in program().of(aws.secretsmanager.Secret)
        },
        **dict(_objects()),
        **dict(_others(role)),
    }


def _tables(role: str) -> Iterator[tuple[str, Thing]]:
    table = f"arn:aws:dynamodb:{HERE}:table/{PREFIX}"
    own = ["payment_id", "due_at", "open_shard", "sweeps", "version"]
    update = {"dynamodb:Attributes": own, "dynamodb:ReturnValues": "NONE"}
    other = {**update, "dynamodb:Attributes": [*own, "status"]}
    yield "payments", Thing("dynamodb", f"{table}payments", other)
    if role == "sweep-payments":
        yield "payments by the sweeper's update", Thing("dynamodb", f"{table}payments", update)
    yield "entries", Thing("dynamodb", f"{table}entries", update)
    for index in ("open", "by_day", "by_reference"):
        yield f"index {index}", Thing("dynamodb", f"{table}payments/index/{index}")
    draw = {**update, "dynamodb:Attributes": ["id", "full_at"]}
    yield "merchants", Thing("dynamodb", f"{table}merchants", other)
    yield "merchants by a draw", Thing("dynamodb", f"{table}merchants", draw)
    yield "events", Thing("dynamodb", f"{table}events", update)
    yield "another table", Thing("dynamodb", f"{table}others")


def _keys(role: str) -> Iterator[tuple[str, Thing]]:
    arns = {key.name.removeprefix("keys-"): key.outputs["arn"] for key in program().of(aws.kms.Key)}
    secrets = {
        one.inputs["name"].removeprefix(PREFIX): one.outputs["arn"]
        for one in program().of(aws.secretsmanager.Secret)
    }
    function = f"arn:aws:lambda:{HERE}:function:{PREFIX}"
    for name, arn in arns.items():
        yield f"{name} key by itself", Thing("kms", arn)
        way = {"kms:EncryptionAlgorithm": "RSAES_OAEP_SHA_256"}
        yield f"{name} key by RSA-OAEP", Thing("kms", arn, way)
        way = {"kms:SigningAlgorithm": "ECDSA_SHA_256", "kms:MessageType": "DIGEST"}
        yield f"{name} key by ECDSA of a hash", Thing("kms", arn, way)
        way = {"kms:MacAlgorithm": "HMAC_SHA_256"}
        yield f"{name} key by HMAC", Thing("kms", arn, way)
        for service in ("dynamodb", "s3", "sqs", "secretsmanager", "lambda"):
            yield f"{name} key through {service}", Thing("kms", arn, via(service))
        for purpose in ("payment_method", "customer", "anything"):
            context = {"kms:EncryptionContext:purpose": purpose}
            yield f"{name} key for {purpose}", Thing("kms", arn, context)
        for secret, its in secrets.items():
            yield (
                f"{name} key for {secret}",
                Thing("kms", arn, via("secretsmanager", SecretARN=its)),
            )
        for whose, owner in (("own", role), ("another's", "somebody-else")):
            context = via("lambda", **{"aws:lambda:FunctionArn": f"{function}{owner}"})
            yield f"{name} key for {whose} variables", Thing("kms", arn, context)


def _objects() -> Iterator[tuple[str, Thing]]:
    bucket = f"arn:aws:s3:::{PREFIX}{ACCOUNT}-roots"
    yield "roots", Thing("s3", f"{bucket}/roots/2026-11-29.json")
    yield "leaves", Thing("s3", f"{bucket}/leaves/a.jsonl.gz")
    yield "keys of roots", Thing("s3", f"{bucket}/keys/a.der")
    yield "another object", Thing("s3", f"{bucket}/others/a")
    yield "list of roots", Thing("s3", bucket, {"s3:prefix": "roots/"})
    yield "list of everything", Thing("s3", bucket)
    yield "another bucket", Thing("s3", f"{bucket}-others", {"s3:prefix": "roots/"})


def _others(role: str) -> Iterator[tuple[str, Thing]]:
    logs, ours = f"arn:aws:logs:{HERE}:log-group:/aws/lambda/{PREFIX}", "payments@shop.example.com"
    yield "own log", Thing("logs", f"{logs}{role}:log-stream:s")
    yield "another's log", Thing("logs", f"{logs}somebody-else:log-stream:s")
    yield "traces", Thing("xray", "*")
    for name, address in (("mail", ours), ("mail as another", "owner@shop.example.com")):
        context = {"ses:FromAddress": address}
        yield name, Thing("ses", f"arn:aws:ses:{HERE}:identity/{address}", context)
    for other in MAY:
        yield (
            f"function {other}",
            Thing("lambda", f"arn:aws:lambda:{HERE}:function:{PREFIX}{other}"),
        )
        for service in ("iam", "sts"):
            arn = f"arn:aws:iam::{ACCOUNT}:role/{PREFIX}{other}"
            yield f"role {other} of {service}", Thing(service, arn)
    for topic in program().of(aws.sns.Topic):
        yield f"topic {topic.name}", Thing("sns", topic.outputs["arn"])


def asked(role: str) -> Iterator[tuple[str, str, Thing]]:
    """Each thing and each action of its service."""
    for name, thing in things(role).items():
        for action in ACTIONS[thing.service].split():
            yield name, action, thing


def emulator_allows(granted: list[Mapping[str, Any]], action: str, thing: Thing) -> bool:
    """The verdict of the emulator's evaluator."""
    asked = EvalContext(
        principal_arn=f"arn:aws:sts::{ACCOUNT}:assumed-role/r/s",
        principal_type="AssumedRole",
        principal_account=ACCOUNT,
        action=action,
        resource_arn=thing.arn,
        region=REGION,
        service_context={key.lower(): value for key, value in thing.context.items()},
    )
    statements = parse_policy_document(json.dumps({"Statement": granted}))
    return bool(evaluate(asked, [statements]).decision == "Allow")


@pytest.mark.parametrize("role", MAY)
def test_a_role_may_do_what_is_written_and_nothing_else(role: str) -> None:
    """Both ways: each pair of the matrix is allowed, each other one is refused."""
    granted = [one for policy in grants(program(), PREFIX + role).values() for one in policy]
    meant = {
        (name, action)
        for name, actions in {**ALWAYS, **MAY[role]}.items()
        for action in actions.split()
    }
    pairs = list(asked(role))
    theirs, ours = set(), set()
    for name, action, thing in pairs:
        full = f"{thing.service}:{action}"
        if emulator_allows(granted, full, thing):
            theirs.add((name, action))
        if allows(granted, full, thing.arn, thing.context):
            ours.add((name, action))
    assert theirs == ours
    assert theirs == meant


def test_how_many_pairs_are_tried() -> None:
    """Of all roles together; and every function's role is among them."""
    roles = {one.inputs["name"].removeprefix(PREFIX) for one in program().of(aws.lambda_.Function)}
    assert set(MAY) == roles
    assert sum(len(list(asked(role))) for role in MAY) == 47_810
