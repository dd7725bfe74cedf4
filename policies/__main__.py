"""The policy pack; the rules are in `pci/`, and can be imported without starting a server."""

from pci.pack import judge, policies
from pulumi_policy import EnforcementLevel, PolicyPack

PolicyPack(
    "tillstack-pci", policies=list(policies(judge())), enforcement_level=EnforcementLevel.MANDATORY
)
