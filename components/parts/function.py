"""One Lambda function with everything that it must never lack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib.context import StackContext
from components.lib.environment import METRICS_NAMESPACE, always
from components.lib.iam import allow, document, trust
from components.lib.outputs import StackDefaults
from components.lib.regions import starts_from_snapshots
from components.packaging.code import runtime_archive
from components.parts.alarm import Watch, alarm
from components.parts.function_network import may_join, placed
from components.parts.grantee import Grantee
from components.parts.log_group import log_group
from runtime.contract.metrics import ALARMS, REPORTED, Said

_LAMBDA: Mapping[str, Said] = {
    "Errors": Said("An invocation failed as a whole.", "functions"),
    "Throttles": Said("A call was refused: all that is reserved runs.", "functions"),
}
"""Lambda's own metric → what its alarm says."""
_LONG = Said("An invocation took nearly as long as it may, and then is cut.", "functions")
_NEAR = 0.9
"""Share of a function's timeout."""


@dataclass(frozen=True)
class PackagedFunctionArgs:
    """`handler` names the module in `runtime.handlers`; the rest is its size."""

    defaults: StackDefaults
    handler: str
    environment: Mapping[str, pulumi.Input[str]]
    memory_mb: int
    timeout_seconds: int
    concurrency: int
    """Reserved: what this function may use, and what nobody can take from it."""
    layers: Sequence[pulumi.Input[str]] = ()
    """ARNs of what it imports beside what all functions do."""
    snap_start: bool = False
    """For a function that a person waits for, where the region offers it."""
    calls_psp: bool = False
    """Whether it needs a way out of the network, where there is one."""
    calls_merchants: bool = False
    """Whether it calls addresses that are anywhere, so that no network's way out is its own."""


class PackagedFunction(Grantee):
    """A function with a role of its own, reached through its alias `live`.

    Creates: the role and its first policies, an encrypted log group that masks card numbers and
    e-mail addresses, the function, the alias, its alarms.
    Guarantees: environment and logs encrypted with customer keys, tracing on, JSON logs,
    concurrency reserved, no permission beyond its own logs, traces and environment.
    """

    handler: str
    """The module in `runtime.handlers`."""
    service: str
    """The physical name; also the `service` of its logs and metrics."""
    arn: pulumi.Output[str]
    live_arn: pulumi.Output[str]
    """The alias that callers use, so that a version is replaced as a whole."""
    alias: pulumi.Output[str]
    """Its name."""

    def __init__(
        self, name: str, args: PackagedFunctionArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:PackagedFunction", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        context = args.defaults.context
        self._name = name
        self.handler = args.handler
        self.service = context.name(args.handler.replace("_", "-"))
        self._role = aws.iam.Role(
            f"{name}-role",
            name=self.service,
            assume_role_policy=trust("lambda.amazonaws.com"),
            tags=context.tags(),
            opts=child,
        )
        logs = log_group(self, name, f"/aws/lambda/{self.service}", args.defaults)
        first = [
            self.grant("write-logs", document(_write_logs(context, self.service))),
            self.grant("send-traces", document(_send_traces())),
            self.grant("read-environment", self._read_environment(args)),
        ]
        place = placed(
            args.defaults.network,
            calls_psp=args.calls_psp,
            calls_merchants=args.calls_merchants,
        )
        if place:
            first.append(self.grant("join-network", may_join(context, self.service, place)))
        function = aws.lambda_.Function(
            f"{name}-function",
            name=self.service,
            role=self._role.arn,
            runtime="python3.13",
            architectures=["arm64"],
            handler=f"runtime.handlers.{args.handler}.handler",
            code=runtime_archive(),
            layers=[*args.defaults.layers, *args.layers] or None,
            memory_size=args.memory_mb,
            timeout=args.timeout_seconds,
            reserved_concurrent_executions=args.concurrency,
            publish=True,
            snap_start={"apply_on": "PublishedVersions"} if _snapshots(args) else None,
            vpc_config={"subnet_ids": [*place.subnet_ids], "security_group_ids": [*place.group_ids]}
            if place
            else None,
            environment={
                "variables": {
                    **always(context, args.defaults.settings, args.handler),
                    **args.environment,
                }
            },
            kms_key_arn=args.defaults.keys.data,
            tracing_config={"mode": "Active"},
            logging_config={
                "log_format": "JSON",
                "log_group": logs.name,
                "application_log_level": args.defaults.settings.log_level,
                "system_log_level": "WARN",
            },
            tags=context.tags("confidential"),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[logs, *first]),
        )
        alias = aws.lambda_.Alias(
            f"{name}-live",
            name="live",
            function_name=function.name,
            function_version=function.version,
            opts=child,
        )
        self._alarms(args.defaults, args.timeout_seconds)
        self.arn = function.arn
        self.live_arn = alias.arn
        self.alias = alias.name
        self.register_outputs(
            {
                "handler": self.handler,
                "service": self.service,
                "arn": self.arn,
                "live_arn": self.live_arn,
                "alias": self.alias,
            }
        )

    def _alarms(self, defaults: StackDefaults, timeout_seconds: int) -> None:
        """On what Lambda counts of it, and on what it counts itself when a person should look."""
        short_name = self.handler.replace("_", "-")
        dimensions = {"FunctionName": self.service}
        watches = [
            Watch(
                f"{short_name}-{metric.lower()}",
                said,
                "AWS/Lambda",
                metric,
                dimensions,
                about=self.service,
            )
            for metric, said in _LAMBDA.items()
        ]
        watches.append(
            Watch(
                f"{short_name}-duration",
                _LONG,
                "AWS/Lambda",
                "Duration",
                dimensions,
                statistic="Maximum",
                threshold=_NEAR * 1_000 * timeout_seconds,
                about=self.service,
            )
        )
        watches += [
            Watch(
                f"{short_name}-{metric}",
                ALARMS[metric],
                METRICS_NAMESPACE,
                metric,
                {"service": self.service},
                about=self.service,
            )
            for metric in REPORTED.get(self.handler, ())
        ]
        for watch in watches:
            alarm(self, f"{self._name}-{watch.metric}", defaults, watch)

    def _read_environment(self, args: PackagedFunctionArgs) -> pulumi.Output[str]:
        context = args.defaults.context
        when = {
            "StringEquals": {
                "kms:ViaService": context.endpoint("lambda"),
                "kms:EncryptionContext:aws:lambda:FunctionArn": context.arn(
                    "lambda", f"function:{self.service}"
                ),
            }
        }
        return pulumi.Output.from_input(args.defaults.keys.data).apply(
            lambda arn: document(allow(["kms:Decrypt"], [arn], when))
        )


def _snapshots(args: PackagedFunctionArgs) -> bool:
    return args.snap_start and starts_from_snapshots(args.defaults.context.region)


def _write_logs(context: StackContext, service: str) -> Mapping[str, object]:
    group = context.arn("logs", f"log-group:/aws/lambda/{service}:*")
    return allow(["logs:CreateLogStream", "logs:PutLogEvents"], [group])


def _send_traces() -> Mapping[str, object]:
    # X-Ray's write actions know no resource: AWS accepts nothing but "*" here.
    return allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"])
