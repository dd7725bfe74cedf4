"""An identity as it is judged: who it is, what it holds, and what it may do."""

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import IAM_POLICY, IAM_ROLE
from policies.pci.rules._judged import Judged, judged
from policies.pci.rules.rights import about_anything
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import but
from tests.policies.grants import ACCOUNT, DISABLE, KEY_ARN, PINNED, ROLE, inline
from tests.policies.pci.framework.test_resource import seen

ACTION = "kms:disablekey"


def roles(*declared: Declared) -> list[tuple[Judged, str | None]]:
    """Every role of a stack, as the rule judges it."""
    stack = seen(*declared, provider=PINNED)
    return [judged(stack, role, {}) for role in stack.of(IAM_ROLE)]


def test_it_may_what_it_holds() -> None:
    """The answer is where that stands; of another thing there is none."""
    ((one, _),) = roles(ROLE, inline(DISABLE))
    question = about_anything()[ACTION]
    assert one.asks(question, ACTION, KEY_ARN) == "policy, policy, Statement[0]"
    assert one.asks(question, ACTION, KEY_ARN.replace("1234", "4321")) is None


def test_who_holds_the_same_is_the_same_holder() -> None:
    """So what was found out of it once is found again, in whatever stack it stands."""
    (first, _), (second, _) = (roles(ROLE, inline(DISABLE))[0] for _ in range(2))
    assert first.holder is second.holder
    ((other, _),) = roles(ROLE, inline(DISABLE, name="another"))
    assert other.holder is not first.holder


def test_its_name_is_known_as_far_as_the_program_says_it() -> None:
    """The account that a provider is pinned to, and `*` for a name that AWS will make."""
    ((named, _),) = roles(ROLE)
    ((unnamed, _),) = roles(but(ROLE, name=UNKNOWN))
    assert named.holder.caller.arn == f"arn:*:iam::{ACCOUNT}:role/worker"
    assert unnamed.holder.caller.arn == f"arn:*:iam::{ACCOUNT}:role/*"


def test_what_is_not_known_yet_is_told() -> None:
    """A verdict on what is known only would be too early."""
    ((_, unknown),) = roles(ROLE, but(inline(DISABLE), policy=UNKNOWN))
    assert unknown == "policy"


def test_its_boundary_is_the_stack_s_policy_of_that_arn() -> None:
    """One of another stack is not counted on."""
    arn = f"arn:aws:iam::{ACCOUNT}:policy/cap"
    cap = resource(IAM_POLICY, {"name": "cap", "policy": inline(DISABLE).inputs["policy"]}, "cap")
    bounded = but(ROLE, permissionsBoundary=arn)
    ((one, _),) = roles(bounded, cap)
    assert [each.at for each in one.holder.boundary or ()] == ["cap, policy, Statement[0]"]
    ((one, _),) = roles(bounded)
    assert one.holder.boundary is None
