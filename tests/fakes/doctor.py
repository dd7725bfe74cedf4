"""Stacks for the checks: what the engine says of them, and an AWS that answers from a table.

An answer of the table is checked against the output shape of botocore's model of the service, so
it has the form that AWS gives; that AWS says just this is its documentation's word.
"""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import botocore.session
from botocore.exceptions import ClientError
from botocore.validate import validate_parameters

from local.emulator.emulator import ROOT
from stack_settings import StackSettings, parse
from till.doctor.aws import Clients
from till.doctor.case import Caller, Case, PlannedResource, Target
from till.doctor.finding import Once
from till.doctor.tools import Machine

REGION, ACCOUNT = "eu-central-1", "111122223333"
KEY = "sk_test_Hidden51"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/tillstack-dev-deploy"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/tillstack-dev-deploy/jane"

AwsReply = Mapping[str, Any] | Exception | Callable[[Mapping[str, Any]], Mapping[str, Any]]

CONFIG: Mapping[str, Any] = {
    "aws:region": {"value": REGION, "secret": False},
    "aws:allowedAccountIds": {"value": f'["{ACCOUNT}"]', "secret": False},
    "tillstack:senderAddress": {"value": "payments@shop.example.com", "secret": False},
    "tillstack:pspKey": {"value": KEY, "secret": True},
    "tillstack:processor": {"value": '{"maximumConcurrency":2}', "secret": False},
    "tillstack:throttle": {"value": '{"rate":5,"burst":5}', "secret": False},
}
"""As `pulumi config --json --show-secrets` writes it."""

FUNCTION = "aws:lambda/function:Function"


def function(name: str, reserved: int) -> PlannedResource:
    """A function of the stack `dev`."""
    inputs = {"name": f"tillstack-dev-{name}", "reservedConcurrentExecutions": reserved}
    return PlannedResource(FUNCTION, inputs)


DECLARED = (
    function("accept-payment", 60),
    function("read-payments", 33),
    PlannedResource("aws:wafv2/webAcl:WebAcl", {"name": "tillstack-dev-gateway"}),
    *(PlannedResource("aws:kms/key:Key", {}) for _ in range(5)),
    PlannedResource(
        "aws:cognito/userPoolDomain:UserPoolDomain", {"domain": f"tillstack-dev-{ACCOUNT}"}
    ),
    PlannedResource("aws:sesv2/emailIdentity:EmailIdentity", {"emailIdentity": "shop.example.com"}),
)
"""What a small stack would make."""


def given(value: Any) -> Once[Any]:
    """A value that is there; an exception is one that is not."""

    def find() -> Any:
        if isinstance(value, Exception):
            raise value
        return value

    return Once("what comes before", find)


def settings(stack: str = "dev", **values: str) -> StackSettings:
    """The settings of `CONFIG`, some replaced."""
    texts = {key.removeprefix("tillstack:"): each["value"] for key, each in CONFIG.items()}
    return parse({**texts, **values}, livemode=stack == "prod")


CERTIFICATE = f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/server"


def with_domain(**more: str) -> StackSettings:
    """The settings of a stack with a domain of its own, of which every check asks something."""
    domain = {"name": "pay.example.com", "certificateArn": CERTIFICATE, **more}
    return settings(domain=json.dumps(domain))


def case(stack: str = "dev", clients: Clients | None = None, **values: Any) -> Case:
    """A stack of which everything is known but what `values` replace."""
    parts: dict[str, Any] = {
        "pulumi": "/usr/bin/pulumi",
        "backend": "s3://example-tillstack-state?region=eu-central-1",
        "config": CONFIG,
        "region": REGION,
        "home": Target(values.get("region", REGION), ACCOUNT),
        "settings": values.get("settings") or settings(),
        "clients": clients,
        "caller": Caller(ACCOUNT, SESSION),
        "declared": DECLARED,
        "had": (),
        **values,
    }
    machine = parts.pop("machine", Machine(ROOT, "/nowhere"))
    return Case(stack, machine, **{name: given(value) for name, value in parts.items()})


def aws(answers: Mapping[str, Mapping[str, AwsReply]]) -> Clients:
    """Clients that answer from a table: service → operation → answer; what is not in it fails."""
    made: dict[str, Any] = {}
    session = botocore.session.Session()
    making = threading.Lock()

    def client(service: str) -> Any:
        with making:
            if service not in made:
                made[service] = _client(session, service, answers[service])
            return made[service]

    return client


def described(role: str) -> dict[str, Any]:
    """IAM's answer about the deploying role."""
    parts = {"Path": "/", "RoleName": "tillstack-dev-deploy", "RoleId": "AROAEXAMPLE0000000000"}
    return {"Role": {**parts, "Arn": role, "CreateDate": "2026-11-28T00:00:00Z"}}


def refusal(code: str, operation: str = "Operation", message: str = "") -> ClientError:
    """An error as AWS gives it."""
    return ClientError({"Error": {"Code": code, "Message": message}}, operation)


def _client(
    session: botocore.session.Session, service: str, answers: Mapping[str, AwsReply]
) -> Any:
    client = session.create_client(
        service, region_name=REGION, aws_access_key_id="nobody", aws_secret_access_key="nobody"
    )

    def keep(params: Any, context: dict[str, Any], **_: Any) -> None:
        context["asked"] = dict(params)

    def answer(model: Any, context: dict[str, Any], **_: Any) -> Any:
        found = answers[model.name]
        if isinstance(found, ClientError):
            return SimpleNamespace(status_code=400), found.response
        if isinstance(found, Exception):
            raise found
        said = found(context["asked"]) if callable(found) else found
        validate_parameters(dict(said), model.output_shape)
        return SimpleNamespace(status_code=200), dict(said)

    client.meta.events.register("before-parameter-build", keep)
    client.meta.events.register("before-call", answer)
    return client


def recorded(clients: Clients, calls: set[str]) -> Clients:
    """The same clients, whose calls are written down as `<signing name>:<Operation>`."""

    def client(service: str) -> Any:
        made = clients(service)

        def note(model: Any, **_: Any) -> None:
            calls.add(f"{model.service_model.signing_name}:{model.name}")

        made.meta.events.register_first("before-call", note, unique_id="recorded")
        return made

    return client


def engine(folder: Path, answers: Mapping[str, str | int], version: str = "v3.259.0") -> Machine:
    """A machine whose `pulumi` gives these answers, by its first words; a number: its exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = {"version": version, "whoami": '{"url": "file:///state"}', **answers}
    cases = [_branch(folder, words, said) for words, said in lines.items()]
    command = folder / "pulumi"
    command.write_text(
        "\n".join(["#!/bin/sh", 'case "$*" in', *reversed(cases), "  *) ;;", "esac", ""])
    )
    command.chmod(0o755)
    for stack in ("dev", "local"):
        (folder / f"Pulumi.{stack}.yaml").touch()
    return Machine(folder, str(folder))


def _branch(folder: Path, words: str, said: str | int) -> str:
    if isinstance(said, int):
        return f'  "{words}"*) exit {said};;'
    answer = folder / f"{words.replace(' ', '-')}.answer"
    answer.write_text(said)
    return f'  "{words}"*) /bin/cat "{answer}";;'


def export(resources: Sequence[PlannedResource]) -> str:
    """What `pulumi stack export` writes."""
    made = [{"type": each.type, "inputs": dict(each.inputs)} for each in resources]
    return json.dumps({"version": 3, "deployment": {"resources": made}})
