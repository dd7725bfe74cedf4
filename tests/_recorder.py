"""The program under Pulumi's mocks: every resource that it declares, with all values known."""

import asyncio
import contextlib
import runpy
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pulumi
from pulumi.runtime import mocks, rpc
from pulumi.runtime.config import set_all_config
from pulumi.runtime.settings import get_root_resource
from pulumi.runtime.stack import Stack

from local.stack_config import stack_config
from tests._layer import layer_at_hand

ROOT = Path(__file__).parent.parent
PROJECT = "tillstack"
ACCOUNT = "111122223333"
REGION = "eu-central-1"

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
        "executionArn": "arn:aws:execute-api:{region}:{account}:{id}",
        "rootResourceId": "root",
    },
    "aws:apigateway/stage:Stage": {
        "invokeUrl": "https://{restApi}.execute-api.{region}.amazonaws.com/{stageName}"
    },
    "aws:cognito/userPoolClient:UserPoolClient": {"clientSecret": "secret-of-{id}"},
    "aws:kms/key:Key": {"keyId": "{id}"},
    "aws:lambda/function:Function": {"version": "1"},
    "aws:sqs/queue:Queue": {"url": "https://sqs.{region}.amazonaws.com/{account}/{name}"},
}


@dataclass(frozen=True)
class Recorded:
    """One registration: what the program asked for and what it got."""

    type: str
    name: str
    urn: str
    parent: str
    """URN."""
    custom: bool
    inputs: Mapping[str, Any]
    """camelCase, secrets unwrapped."""
    outputs: Mapping[str, Any]
    dependencies: frozenset[str]
    """URNs: `depends_on`, and every output that an input is made of."""
    protect: bool
    secret_inputs: frozenset[str]


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

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, Any], None]:
        message = f"The program asked AWS for {args.token}; what it needs is in its settings."
        raise AssertionError(message)

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        physical = f"{args.name}-id"
        words = {"name": args.name, **plain(args.inputs), "id": physical}
        words |= {"region": REGION, "account": ACCOUNT}
        made = {key: text.format(**words) for key, text in _EXTRA.get(args.typ, {}).items()}
        if args.typ in _ARNS:
            made["arn"] = f"arn:aws:{_ARNS[args.typ].format(**words)}"
        return physical, {"name": words["name"], **args.inputs, **made}


class _Monitor(mocks.MockMonitor):
    """Keeps what a registration says beside its inputs."""

    def __init__(self, recording: Recording) -> None:
        super().__init__(_Aws())
        self.recording = recording

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - the SDK's name
        urn = self.make_urn(request.parent, request.type, request.name)
        assert urn not in self.resources, f"two resources have the URN {urn}"
        with _own_loop():
            answer = super().RegisterResource(request)  # type: ignore[no-untyped-call] # as above
            inputs = rpc.deserialize_properties(request.object)
        if request.type != "pulumi:pulumi:Stack":
            self.recording.resources.append(
                Recorded(
                    type=request.type,
                    name=request.name,
                    urn=urn,
                    parent=request.parent,
                    custom=request.custom,
                    inputs=plain(inputs),
                    outputs=plain(self.resources[urn].state),
                    dependencies=frozenset(request.dependencies),
                    protect=request.protect,
                    secret_inputs=frozenset(
                        key for key, value in inputs.items() if rpc.is_rpc_secret(value)
                    ),
                )
            )
        return answer

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802 - the SDK's name
        with _own_loop():
            outputs = rpc.deserialize_properties(request.outputs)
        self.recording.registered_outputs[request.urn] = outputs
        return super().RegisterResourceOutputs(request)  # type: ignore[no-untyped-call] # as above


def record(
    declare: Callable[[], object], stack: str = "dev", config: Mapping[str, str] | None = None
) -> Recording:
    """Run `declare` with `config` (`<namespace>:<key>` → text) and return what it declared."""
    recording = Recording()
    monitor = _Monitor(recording)

    @mocks.test  # type: ignore[untyped-decorator] # the SDK has no types here
    def run() -> pulumi.Output[None]:
        declare()
        root = get_root_resource()
        assert isinstance(root, Stack)
        if not root.outputs:
            return pulumi.Output.from_input(None)
        outputs = {name: pulumi.Output.from_input(each) for name, each in root.outputs.items()}
        secrets = pulumi.Output.all(**{name: each.is_secret() for name, each in outputs.items()})
        return pulumi.Output.all(
            pulumi.Output.unsecret(pulumi.Output.all(**outputs)), secrets
        ).apply(lambda found: _keep(recording, *found))

    def in_thread() -> None:
        with _own_loop():
            set_all_config(dict(config or {}), [])
            mocks.set_mocks(monitor.mocks, PROJECT, stack, preview=False, monitor=monitor)
            run()

    # Pulumi keeps a run's state in context variables, and a new thread starts without any.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(in_thread).result()
    return recording


def _keep(recording: Recording, exports: Mapping[str, Any], secrets: Mapping[str, bool]) -> None:
    recording.exports.update(exports)
    recording.secret_exports.update(name for name, secret in secrets.items() if secret)


def record_program(stack: str, config: Mapping[str, str]) -> Recording:
    """Run the real `__main__.py` with a stack's own file; `config` overrides it."""
    settings = stack_config(ROOT, PROJECT, stack, config)
    with layer_at_hand():
        return record(lambda: runpy.run_path(str(ROOT / "__main__.py")), stack, settings)


@cache
def program() -> Recording:
    """The local stack, recorded once: it has everything that a stack can have but a domain."""
    return record_program("local", {"alarmEmail": "alarms@example.com", "dependencyLayer": "true"})


def plain(value: Any) -> Any:
    """The value without its secret wrappers, at any depth; whole numbers are integers again."""
    if rpc.is_rpc_secret(value):
        return plain(rpc.unwrap_rpc_secret(value))
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


@contextlib.contextmanager
def _own_loop() -> Iterator[None]:
    """An event loop for this thread, closed afterwards; the SDK would leave one open."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        yield
    finally:
        asyncio.set_event_loop(None)
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
