"""The pack's server: each request is read once, and every policy is asked about what was read.

The SDK's own (`pulumi_policy` 1.21) makes Python's values of each resource anew for every policy;
with 160 of them that took four fifths of a preview's time. Levels, settings and reports stay the
SDK's. What was read is shared, so no policy may change it.
"""

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Final

import grpc
from pulumi.runtime.proto.analyzer_pb2 import AnalyzeResponse
from pulumi.runtime.proto.analyzer_pb2_grpc import add_AnalyzerServicer_to_server
from pulumi_policy import (
    EnforcementLevel,
    Policy,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.policy import _PolicyAnalyzerServicer

_VERSION: Final = "0.0.1"
"""As the SDK says it; the engine takes the one of PulumiPolicy.yaml, where there is one."""
_LARGEST: Final = 400 * 1024 * 1024
"""Bytes of a message, as in the SDK: a whole stack is one."""
_THREADS: Final = 4
"""As in the SDK."""

_Arguments = ResourceValidationArgs | StackValidationArgs


class Servicer(_PolicyAnalyzerServicer):
    """The SDK's servicer, reading once."""

    def __init__(self, name: str, policies: Sequence[Policy]) -> None:
        """A policy without a level of its own is mandatory."""
        super().__init__(name, _VERSION, list(policies), EnforcementLevel.MANDATORY)
        self._alone = [each for each in policies if isinstance(each, ResourceValidationPolicy)]
        self._on_stack = [each for each in policies if isinstance(each, StackValidationPolicy)]

    def Analyze(self, request: Any, _context: Any) -> AnalyzeResponse:  # noqa: N802 - gRPC's name
        """What the policies on single resources say of this one."""
        read: list[ResourceValidationArgs] = []
        keep = ResourceValidationPolicy("read", "Keeps.", lambda args, _: read.append(args))
        _reader(keep).Analyze(request, None)
        (one,) = read
        return self._answer(
            self._alone,
            lambda config: ResourceValidationArgs(
                one.resource_type, one.props, one.urn, one.name, one.opts, one.provider, config
            ),
        )

    def AnalyzeStack(self, request: Any, _context: Any) -> AnalyzeResponse:  # noqa: N802 - as above
        """What the policies on the stack say."""
        read: list[StackValidationArgs] = []
        keep = StackValidationPolicy("read", "Keeps.", lambda args, _: read.append(args))
        _reader(keep).AnalyzeStack(request, None)
        (whole,) = read
        return self._answer(
            self._on_stack, lambda config: StackValidationArgs(whole.resources, config)
        )

    def _answer(
        self, policies: Sequence[Any], args: Callable[[Any], _Arguments]
    ) -> AnalyzeResponse:
        response = AnalyzeResponse()
        for policy in policies:
            level = self._get_enforcement_level(policy)
            if level is EnforcementLevel.DISABLED:
                continue
            if level is EnforcementLevel.REMEDIATE:
                # Nothing is mended here, so what would have to be is refused.
                level = EnforcementLevel.MANDATORY
            report = self._create_report_violation(
                response, policy.name, policy.description, level, policy.severity
            )
            policy.validate(args(self._get_policy_config(policy.name)), report)
        return response


def _reader(keep: Policy) -> Any:
    """The SDK's own servicer, by which one policy gets what a request says."""
    return _PolicyAnalyzerServicer("reader", _VERSION, [keep], EnforcementLevel.MANDATORY)


def serve(servicer: Servicer) -> None:
    """Answer the engine until it ends; it reads the port from the standard output."""
    server = grpc.server(
        ThreadPoolExecutor(max_workers=_THREADS),
        options=[("grpc.max_receive_message_length", _LARGEST)],
    )
    add_AnalyzerServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    with suppress(KeyboardInterrupt):
        server.wait_for_termination()
    server.stop(0)
