"""The rules, by topic."""

from typing import Final

from . import (
    alarms,
    dead_letters,
    detectors,
    disks,
    fleet,
    function_failures,
    function_network,
    function_permissions,
    functions,
    iam_documents,
    iam_identities,
    iam_trust,
    log_masking,
    logs,
    mail,
    networks,
    queues,
    security_events,
    security_groups,
    tagging,
    topics,
)
from ._kernel.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    *tagging.RULES,
    *queues.RULES,
    *dead_letters.RULES,
    *functions.RULES,
    *function_network.RULES,
    *function_permissions.RULES,
    *function_failures.RULES,
    *logs.RULES,
    *log_masking.RULES,
    *alarms.RULES,
    *security_events.RULES,
    *mail.RULES,
    *topics.RULES,
    *iam_documents.RULES,
    *iam_identities.RULES,
    *iam_trust.RULES,
    *security_groups.RULES,
    *networks.RULES,
    *fleet.RULES,
    *disks.RULES,
    *detectors.RULES,
)
"""Every rule of the pack, topic by topic."""
