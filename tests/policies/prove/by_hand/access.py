"""By hand: identities and what they may."""

from collections.abc import Mapping
from typing import Final

from policies.pci._kernel.tokens import GROUP_POLICY, IAM_ROLE, IAM_USER, ROLE_POLICY
from tests.policies.case import resource
from tests.policies.prove.by_hand.row import Row, Watched

ROWS: Final = (
    Row(
        "iam-no-users-or-keys",
        IAM_USER,
        "",
        {},
        add=(resource(IAM_USER, {"name": "somebody"}, "somebody"),),
    ),
)

_WHOSE: Final = "It says whose they are; the union of what one identity holds is judged."
NO_MUTANT: Final[Mapping[Watched, str]] = {
    ("iam-no-privilege-escalation", GROUP_POLICY, "group"): _WHOSE,
    ("iam-no-privilege-escalation", ROLE_POLICY, "role"): _WHOSE,
    (
        "iam-permissions-boundary",
        IAM_ROLE,
        "permissionsBoundary",
    ): "No boundary is demanded unless the configuration does.",
}
