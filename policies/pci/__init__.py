"""The rules, by topic."""

from typing import Final

from . import (
    alarms,
    app_clients,
    dead_letters,
    firewall,
    firewall_logs,
    function_failures,
    function_network,
    function_permissions,
    functions,
    gateway_access,
    gateway_documents,
    gateway_exposure,
    gateway_logs,
    log_masking,
    logs,
    mail,
    queues,
    security_events,
    tagging,
    topics,
    user_pools,
)
from ._kernel.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    *tagging.RULES,
    *gateway_logs.RULES,
    *gateway_access.RULES,
    *gateway_documents.RULES,
    *gateway_exposure.RULES,
    *firewall.RULES,
    *firewall_logs.RULES,
    *user_pools.RULES,
    *app_clients.RULES,
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
)
"""Every rule of the pack, topic by topic."""
