"""A program under the SDK's mocks: every resource that it declares, created nowhere.

With `known` every output has a value, as after a deployment; without, outputs are unknown, as
in the first preview of a new stack.
"""

import runpy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime import mocks, rpc
from pulumi.runtime.proto.resource_pb2 import RegisterResourceRequest
from pulumi.runtime.settings import get_root_resource
from pulumi.runtime.stack import Stack

from local.lib.partitions import dns_suffix, partition
from local.program.physical_ids import physical_id
from local.program.sdk import Monitor, own_loop, plain, run_alone
from local.program.stack_config import stack_config

ROOT = Path(__file__).parents[2]
PROJECT = "tillstack"
ACCOUNT = "111122223333"
REGION = "eu-central-1"
"""Where no region is configured."""

_ARNS = {
    "aws:apigateway/stage:Stage": "apigateway:{region}::/restapis/{restApi}/stages/{stageName}",
    "aws:cloudwatch/eventRule:EventRule": "events:{region}:{account}:rule/{name}",
    "aws:cloudwatch/logGroup:LogGroup": "logs:{region}:{account}:log-group:{name}",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "cloudwatch:{region}:{account}:alarm:{name}",
    "aws:cognito/userPool:UserPool": "cognito-idp:{region}:{account}:userpool/{id}",
    "aws:dynamodb/table:Table": "dynamodb:{region}:{account}:table/{name}",
    "aws:iam/role:Role": "iam::{account}:role/{name}",
    "aws:kms/key:Key": "kms:{region}:{account}:key/{id}",
    "aws:lambda/alias:Alias": "lambda:{region}:{account}:function:{functionName}:{name}",
    "aws:lambda/function:Function": "lambda:{region}:{account}:function:{name}",
    "aws:lambda/layerVersion:LayerVersion": "lambda:{region}:{account}:layer:{layerName}:1",
    "aws:secretsmanager/secret:Secret": "secretsmanager:{region}:{account}:secret:{name}-Ab1Cd2",
    "aws:ses/template:Template": "ses:{region}:{account}:template/{name}",
    "aws:sns/topic:Topic": "sns:{region}:{account}:{name}",
    "aws:sqs/queue:Queue": "sqs:{region}:{account}:{name}",
    "aws:wafv2/webAcl:WebAcl": "wafv2:{region}:{account}:regional/webacl/{name}/{id}",
}
_EXTRA = {
    "aws:apigateway/restApi:RestApi": {
        "executionArn": "arn:{partition}:execute-api:{region}:{account}:{id}",
        "rootResourceId": "root",
    },
    "aws:apigateway/stage:Stage": {
        "invokeUrl": "https://{restApi}.execute-api.{region}.{suffix}/{stageName}"
    },
    "aws:cognito/userPoolClient:UserPoolClient": {"clientSecret": "secret-of-{id}"},
    "aws:kms/key:Key": {"keyId": "{id}"},
    "aws:lambda/function:Function": {"version": "1"},
    "aws:sqs/queue:Queue": {"url": "https://sqs.{region}.{suffix}/{account}/{name}"},
}


class RecordingError(Exception):
    """The program did what the engine would refuse, or what needs a cloud."""


@dataclass(frozen=True)
class Recorded:
    """One registration: what the program asked for and what it got."""

    type: str
    name: str
    urn: str
    parent: str
    """URN."""
    custom: bool
    physical: str
    """What the cloud calls it; empty where that is not known yet."""
    inputs: Mapping[str, Any]
    """camelCase, secrets unwrapped."""
    outputs: Mapping[str, Any]
    dependencies: frozenset[str]
    """URNs: `depends_on`, and every output that an input is made of."""
    protect: bool
    secret_inputs: frozenset[str]
    request: RegisterResourceRequest
    """As the program sent it: secrets marked, unknown values, what each property is made of."""
    state: Struct
    """As the engine would keep it after the step: inputs and outputs."""


@dataclass
class Recording:
    """Everything that one run declared."""

    resources: list[Recorded] = field(default_factory=list)
    registered_outputs: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Component's URN → what it registered as its outputs."""
    exports: dict[str, Any] = field(default_factory=dict)
    secret_exports: set[str] = field(default_factory=set)

    def of(self, resource_type: type[pulumi.Resource]) -> list[Recorded]:
        """All resources of a provider's class."""
        token = pulumi.get_type_token(resource_type)
        return [each for each in self.resources if each.type == token]

    def named(self, name: str) -> Recorded:
        """The one resource with this logical name."""
        (found,) = [each for each in self.resources if each.name == name]
        return found

    def before(self, resource: Recorded) -> set[str]:
        """URNs of everything that exists before `resource`, however far away."""
        by_urn = {each.urn: each for each in self.resources}
        found: set[str] = set()
        ahead = list(resource.dependencies)
        while ahead:
            urn = ahead.pop()
            if urn not in found:
                found.add(urn)
                ahead.extend(by_urn[urn].dependencies if urn in by_urn else ())
        return found


class _Aws(mocks.Mocks):
    """Answers like AWS where an answer matters: ARNs are made from physical names."""

    def __init__(self, region: str, *, known: bool) -> None:
        self._region = region
        self._known = known

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, Any], None]:
        message = f"The program asked AWS for {args.token}; what it needs is in its settings."
        raise RecordingError(message)

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        if not self._known:
            return "", args.inputs
        words = {"name": args.name, **plain(args.inputs)}
        words |= {"region": self._region, "account": ACCOUNT}
        words |= {"partition": partition(self._region), "suffix": dns_suffix(self._region)}
        words["id"] = physical = physical_id(args.typ, args.name, words)
        made = {key: text.format(**words) for key, text in _EXTRA.get(args.typ, {}).items()}
        if args.typ in _ARNS:
            made["arn"] = f"arn:{words['partition']}:{_ARNS[args.typ].format(**words)}"
        return physical, {"name": words["name"], **args.inputs, **made}


class _Monitor(Monitor):
    """Keeps what a registration says beside its inputs."""

    refusal = RecordingError

    def __init__(self, recording: Recording, region: str, *, known: bool) -> None:
        super().__init__(_Aws(region, known=known))
        self.recording = recording

    def keep(self, urn: str, request: Any, inputs: Mapping[str, Any], answer: Any) -> None:
        self.recording.resources.append(
            Recorded(
                type=request.type,
                name=request.name,
                urn=urn,
                parent=request.parent,
                custom=request.custom,
                physical=answer.id,
                inputs=plain(inputs),
                outputs=plain(self.resources[urn].state),
                dependencies=frozenset(request.dependencies),
                protect=request.protect,
                secret_inputs=frozenset(
                    key for key, value in inputs.items() if rpc.is_rpc_secret(value)
                ),
                request=request,
                state=answer.object,
            )
        )

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802 - the SDK's name
        with own_loop():
            outputs = rpc.deserialize_properties(request.outputs)
        self.recording.registered_outputs[request.urn] = outputs
        return super().RegisterResourceOutputs(request)


def record(
    declare: Callable[[], object],
    stack: str = "dev",
    config: Mapping[str, str] | None = None,
    *,
    known: bool = True,
) -> Recording:
    """Run `declare` with `config` (`<namespace>:<key>` → text) and return what it declared.

    Raises:
        RecordingError: two resources have one name, or the program asks a cloud something.
    """
    recording = Recording()
    region = (config or {}).get("aws:region", REGION)
    monitor = _Monitor(recording, region, known=known)

    @mocks.test  # type: ignore[untyped-decorator] # the SDK has no types here
    def run() -> pulumi.Output[None]:
        declare()
        root = get_root_resource()
        outputs = {
            name: pulumi.Output.from_input(each)
            for name, each in (root.outputs if isinstance(root, Stack) else {}).items()
        }
        if not outputs:
            return pulumi.Output.from_input(None)
        secrets = pulumi.Output.all(**{name: each.is_secret() for name, each in outputs.items()})
        return pulumi.Output.all(
            pulumi.Output.unsecret(pulumi.Output.all(**outputs)), secrets
        ).apply(lambda found: _keep(recording, *found))

    run_alone(run, monitor, PROJECT, stack, config or {}, preview=not known)
    return recording


def _keep(recording: Recording, exports: Mapping[str, Any], secrets: Mapping[str, bool]) -> None:
    recording.exports.update(exports)
    recording.secret_exports.update(name for name, secret in secrets.items() if secret)


def record_program(stack: str, config: Mapping[str, str], *, known: bool = True) -> Recording:
    """Run the real `__main__.py` with a stack's own file; `config` overrides it."""
    settings = stack_config(ROOT, PROJECT, stack, config)
    return record(lambda: runpy.run_path(str(ROOT / "__main__.py")), stack, settings, known=known)
