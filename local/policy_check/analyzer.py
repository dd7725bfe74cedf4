"""A policy pack's own servicer, driven as the engine drives it, without the engine.

The pack's servicer makes the proxies, levels and configuration; so what is judged here is judged
as in a preview.
"""

from collections.abc import Callable, Mapping, Sequence
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.config import set_all_config
from pulumi.runtime.proto import analyzer_pb2 as analyzer
from pulumi_policy import EnforcementLevel, Policy
from pulumi_policy.policy import _PolicyAnalyzerServicer

from local.policy_check.configuration import configuration, struct
from local.program.recording import Recording
from policies.pci.framework.servicer import Servicer

PROVIDER = "pulumi:providers:aws"


@dataclass(frozen=True)
class Declared:
    """One resource as the engine shows it to a pack."""

    type: str
    name: str
    urn: str
    inputs: Struct
    state: Struct
    """Inputs and outputs, as the stack's policies see them."""
    options: analyzer.AnalyzerResourceOptions = field(
        default_factory=analyzer.AnalyzerResourceOptions
    )
    parent: str = ""
    dependencies: tuple[str, ...] = ()
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Top-level property → URNs of what it is made of."""
    source: tuple[str, int] | None = None
    """File and line of the declaration."""
    provider: analyzer.AnalyzerProviderResource | None = None
    """The one that the program gave it; the default one, where it gave none."""


class Violation(NamedTuple):
    """What a policy said."""

    policy: str
    urn: str
    """Empty where it is about the whole stack."""
    message: str
    level: str
    """`mandatory` or `advisory`."""


class Analyzer:
    """One run of a pack: its configuration, then resources, then the stack."""

    def __init__(
        self,
        policies: Sequence[Policy],
        config: Mapping[str, Mapping[str, Any]] | None = None,
        provider: Mapping[str, Any] | None = None,
        settings: Mapping[str, str] | None = None,
        servicer: Callable[[str, Sequence[Policy]], Any] = Servicer,
    ) -> None:
        """A pack that is told what the engine would tell it.

        Args:
            policies: in their order.
            config: policy → key → value.
            provider: the AWS provider's settings.
            settings: the stack's own configuration, `<namespace>:<key>` → text.
            servicer: what answers; `sdk_servicer` is what ours is held against.
        """
        # The SDK keeps a stack's configuration in a context variable.
        self._context = copy_context()
        self._context.run(set_all_config, dict(settings or {}))
        self._servicer = servicer("pack", policies)
        self._servicer.Configure(configuration(policies, config or {}), None)
        self._provider = analyzer.AnalyzerProviderResource(
            type=PROVIDER,
            name="default",
            urn=f"urn:pulumi:stack::project::{PROVIDER}::default",
            properties=struct(provider or {}),
        )

    def resource(self, one: Declared) -> list[Violation]:
        """What the policies on single resources say of this one."""
        request = analyzer.AnalyzeRequest(
            type=one.type,
            properties=one.inputs,
            urn=one.urn,
            name=one.name,
            options=one.options,
            provider=one.provider or self._provider,
        )
        answer = self._context.run(self._servicer.Analyze, request, None)
        return _violations(answer, one.urn)

    def stack(self, all_of_it: Sequence[Declared]) -> list[Violation]:
        """What the stack's policies say."""
        resources = [
            analyzer.AnalyzerResource(
                type=one.type,
                properties=one.state,
                urn=one.urn,
                name=one.name,
                options=one.options,
                provider=one.provider or self._provider,
                parent=one.parent,
                dependencies=one.dependencies,
                propertyDependencies={
                    key: analyzer.AnalyzerPropertyDependencies(urns=urns)
                    for key, urns in one.property_dependencies.items()
                },
            )
            for one in all_of_it
        ]
        request = analyzer.AnalyzeStackRequest(resources=resources)
        return _violations(self._context.run(self._servicer.AnalyzeStack, request, None), "")

    def judge(self, declared: Sequence[Declared]) -> list[Violation]:
        """Everything that the pack says: of each resource, then of the stack."""
        alone = [violation for one in declared for violation in self.resource(one)]
        return [*alone, *self.stack(declared)]


def sdk_servicer(name: str, policies: Sequence[Policy]) -> Any:
    """The SDK's own, which reads each resource anew for every policy."""
    return _PolicyAnalyzerServicer(name, "0.0.1", list(policies), EnforcementLevel.MANDATORY)


def declared(recording: Recording) -> list[Declared]:
    """A recorded program as the engine would show it; the default providers apart."""
    providers = {
        one.urn: analyzer.AnalyzerProviderResource(
            type=one.type, name=one.name, urn=one.urn, properties=one.request.object
        )
        for one in recording.resources
        if one.type.startswith("pulumi:providers:")
    }
    return [
        Declared(
            type=one.type,
            name=one.name,
            urn=one.urn,
            inputs=one.request.object,
            state=one.state,
            options=analyzer.AnalyzerResourceOptions(
                protect=one.protect,
                ignoreChanges=one.request.ignoreChanges,
                deleteBeforeReplace=one.request.deleteBeforeReplace,
                deleteBeforeReplaceDefined=one.request.deleteBeforeReplaceDefined,
                additionalSecretOutputs=one.request.additionalSecretOutputs,
                aliases=[
                    *one.request.aliasURNs,
                    *(_alias(one.urn, each) for each in one.request.aliases),
                ],
                parent=one.parent,
            ),
            parent=one.parent,
            dependencies=tuple(sorted(one.dependencies)),
            property_dependencies={
                key: tuple(made_of.urns)
                for key, made_of in one.request.propertyDependencies.items()
            },
            source=_source(one.request.sourcePosition),
            # A reference is the provider's URN and its id.
            provider=providers.get(one.request.provider.rpartition("::")[0]),
        )
        for one in recording.resources
    ]


def _alias(urn: str, alias: Any) -> str:
    """The URN that an alias stands for; the types of its parents are left out."""
    if alias.urn:
        return str(alias.urn)
    place, project, kind, name = urn.removeprefix("urn:pulumi:").split("::", maxsplit=3)
    spec = alias.spec
    kind = spec.type or kind.rpartition("$")[2]
    return (
        f"urn:pulumi:{spec.stack or place}::{spec.project or project}::{kind}::{spec.name or name}"
    )


def _source(position: Any) -> tuple[str, int] | None:
    return (position.uri.removeprefix("file://"), position.line) if position.uri else None


def _violations(response: Any, urn: str) -> list[Violation]:
    return [
        Violation(
            each.policyName,
            each.urn or urn,
            each.message,
            analyzer.EnforcementLevel.Name(each.enforcementLevel).lower(),
        )
        for each in response.diagnostics
    ]
