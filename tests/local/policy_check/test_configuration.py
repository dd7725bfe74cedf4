"""What a pack is told of its settings."""

from pulumi.runtime.proto import analyzer_pb2 as analyzer
from pulumi_policy import EnforcementLevel, ResourceValidationPolicy

from local.policy_check.configuration import configuration


def test_each_policy_is_told_its_level_and_its_settings() -> None:
    """A policy without a level of its own is mandatory, as the engine has it."""
    pack = [
        ResourceValidationPolicy("told", "Told.", lambda *_: None, EnforcementLevel.ADVISORY),
        ResourceValidationPolicy("plain", "Plain.", lambda *_: None),
    ]
    said = configuration(pack, {"told": {"most": 5}, "plain": {}}).policyConfig
    assert dict(said["told"].properties) == {"most": 5}
    levels = {name: each.enforcementLevel for name, each in said.items()}
    assert levels == {"told": analyzer.ADVISORY, "plain": analyzer.MANDATORY}
