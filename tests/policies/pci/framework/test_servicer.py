"""The pack's server reads once what it is asked about, and says what the SDK's says."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import analyzer_pb2 as analyzer
from pulumi.runtime.proto.analyzer_pb2_grpc import AnalyzerStub
from pulumi_policy import (
    EnforcementLevel,
    Policy,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)

from local.policy_check.analyzer import sdk_servicer
from local.policy_check.configuration import configuration, struct
from policies.pci.framework.exemptions import Exemptions
from policies.pci.framework.judge import Judge
from policies.pci.framework.rule import Finding, Rule
from policies.pci.framework.servicer import Servicer
from policies.pci.framework.tokens import QUEUE, TOPIC
from policies.pci.pack import judge, policies
from policy_proof.resources import TODAY

ROOT = Path(__file__).parents[4]
LEVELS = [None, *EnforcementLevel]


def one(args: ResourceValidationArgs, report: ReportViolation) -> None:
    """Say everything that arrives of a resource."""
    assert args.provider is not None
    said = (args.resource_type, dict(args.props), args.name, args.opts.protect)
    report(f"{said} {dict(args.provider.props)} {args.get_config()}", args.urn)
    report("And once more.", None)


def whole(args: StackValidationArgs, report: ReportViolation) -> None:
    """Say everything that arrives of a stack."""
    for each in args.resources:
        edges = {key: [of.name for of in made] for key, made in each.property_dependencies.items()}
        parent = each.parent.name if each.parent else None
        report(f"{dict(each.props)} {edges} {parent} {args.get_config()}", each.urn)


def pack(level: EnforcementLevel | None) -> list[Policy]:
    """A policy on resources, and one on the stack."""
    return [
        ResourceValidationPolicy("one", "One.", one, level, severity=Severity.HIGH),
        StackValidationPolicy("whole", "Whole.", whole, level),
    ]


def request(name: str, kind: str = QUEUE) -> analyzer.AnalyzeRequest:
    """The engine's question about one resource."""
    return analyzer.AnalyzeRequest(
        type=kind,
        properties=struct({"name": name, "delaySeconds": 3}),
        urn=f"urn:pulumi:dev::project::{kind}::{name}",
        name=name,
        options=analyzer.AnalyzerResourceOptions(protect=True),
        provider=analyzer.AnalyzerProviderResource(properties=struct({"region": "here"})),
    )


def stack_request() -> analyzer.AnalyzeStackRequest:
    """The engine's question about a queue and what it is made of."""
    topic, queue = (
        analyzer.AnalyzerResource(
            type=kind, properties=struct({"name": name}), urn=f"urn::{name}", name=name
        )
        for kind, name in ((TOPIC, "events"), (QUEUE, "jobs"))
    )
    queue.parent = topic.urn
    queue.propertyDependencies["name"].urns.append(topic.urn)
    return analyzer.AnalyzeStackRequest(resources=[topic, queue])


@pytest.mark.parametrize("own", LEVELS)
@pytest.mark.parametrize("told", LEVELS)
def test_it_says_what_the_sdk_says(
    own: EnforcementLevel | None, told: EnforcementLevel | None
) -> None:
    """Of a resource and of a stack, at each level, whether the policy says it or the user."""
    said = []
    for made in (Servicer, sdk_servicer):
        servicer: Any = made("pack", pack(own))
        settings = configuration(pack(own), {"one": {"a": 1}, "whole": {"b": [2]}})
        if told:
            for each in settings.policyConfig.values():
                each.enforcementLevel = analyzer.EnforcementLevel.Value(told.name)
            servicer.Configure(settings, None)
        alone, stack = (
            servicer.Analyze(request("jobs"), None),
            servicer.AnalyzeStack(stack_request(), None),
        )
        said.append((alone, stack, servicer.GetAnalyzerInfo(None, None)))
    assert said[0] == said[1]
    silent = EnforcementLevel.DISABLED in ({told} if told else {own})
    assert bool(said[0][0].diagnostics and said[0][1].diagnostics) is not silent


def test_a_request_is_read_once() -> None:
    """Whoever is asked sees the same values."""
    seen: list[object] = []
    asked: list[Policy] = [
        *[ResourceValidationPolicy("a", "A.", lambda args, _: seen.append(args.props))] * 2,
        *[StackValidationPolicy("b", "B.", lambda args, _: seen.append(args.resources))] * 2,
    ]
    servicer = Servicer("pack", asked)
    servicer.Analyze(request("jobs"), None)
    servicer.AnalyzeStack(stack_request(), None)
    assert seen[0] is seen[1]
    assert seen[2] is seen[3]


def test_requests_that_are_answered_at_once_are_not_mixed() -> None:
    """The engine asks of several resources at a time, and one judge keeps the verdicts."""

    def named(resource: Any, _config: Any) -> Any:
        yield Finding(f"{resource.get('name')}")

    rules = [
        Rule(f"{number}", f"rule-{number}", "Says it.", Severity.LOW, (), check=named)
        for number in range(20)
    ]
    servicer = Servicer("pack", Judge(Exemptions([]), TODAY).policies(rules))
    names = [f"queue-{number}" for number in range(200)]
    with ThreadPoolExecutor(4) as pool:
        said = [*pool.map(lambda name: servicer.Analyze(request(name), None), names)]
    for name, answer in zip(names, said, strict=True):
        assert {each.message for each in answer.diagnostics} == {f"Says it.\n{name}"}


def test_the_entry_point_answers_the_engine_until_it_is_interrupted() -> None:
    """It writes its port, lists every rule, judges, and ends without a trace."""
    command = [sys.executable, str(ROOT / "policies")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as server:  # noqa: S603 - our own pack
        assert server.stdout is not None
        port = int(server.stdout.readline())
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            stub = AnalyzerStub(channel)
            info = stub.GetAnalyzerInfo(Empty())
            answer = stub.Analyze(request("jobs"))
        server.send_signal(signal.SIGINT)
    assert info.name == "tillstack-pci"
    assert [each.name for each in info.policies] == [each.name for each in policies(judge())]
    assert "sqs-cmk-encryption" in {each.policyName for each in answer.diagnostics}
    assert server.returncode == 0
