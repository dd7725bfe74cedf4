"""The policy pack; the rules are in `pci/`, and can be imported without starting a server."""

import gc

from pci.pack import judge, policies
from pulumi_policy import EnforcementLevel, PolicyPack

# It lives for one preview or update and makes many small objects: the collector would take a
# fifth of its time and free nothing.
gc.disable()
PolicyPack(
    "tillstack-pci", policies=list(policies(judge())), enforcement_level=EnforcementLevel.MANDATORY
)
