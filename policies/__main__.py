"""The policy pack; the rules are in `pci/`, and can be imported without starting a server."""

from pci import RULES
from pulumi_policy import EnforcementLevel, PolicyPack

PolicyPack("tillstack-pci", policies=RULES, enforcement_level=EnforcementLevel.MANDATORY)
