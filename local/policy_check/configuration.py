"""What the engine tells a pack: each policy's level and settings."""

from collections.abc import Mapping, Sequence
from typing import Any

from google.protobuf.json_format import ParseDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import analyzer_pb2 as analyzer
from pulumi_policy import EnforcementLevel, Policy


def struct(values: Mapping[str, Any]) -> Struct:
    """A gRPC struct of plain values."""
    return ParseDict(dict(values), Struct())


def configuration(
    policies: Sequence[Policy], config: Mapping[str, Mapping[str, Any]]
) -> analyzer.ConfigureAnalyzerRequest:
    """The message by which a pack hears of the settings of these policies."""
    levels = {policy.name: policy.enforcement_level for policy in policies}
    return analyzer.ConfigureAnalyzerRequest(
        policyConfig={
            name: analyzer.PolicyConfig(
                enforcementLevel=analyzer.EnforcementLevel.Value(
                    (levels[name] or EnforcementLevel.MANDATORY).name
                ),
                properties=struct(properties),
            )
            for name, properties in config.items()
        }
    )
