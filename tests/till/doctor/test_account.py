"""Checks of who deploys, and where."""

import pytest
from botocore.exceptions import EndpointConnectionError, NoCredentialsError

from local.emulator.emulator import Emulator
from tests._aws import role
from tests.fakes.doctor import ACCOUNT, REGION, SESSION, aws, case, refusal
from till.doctor._account import account, region, source
from till.doctor.case import Caller, Target
from till.doctor.finding import NotKnownError, Status

NOBODY = EndpointConnectionError(endpoint_url="https://sts.eu-central-1.amazonaws.com")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("eu-central-1", "eu-central-1 (partition aws)"),
        ("us-gov-west-1", "us-gov-west-1 (partition aws-us-gov)"),
    ],
)
def test_a_region_is_told_with_its_partition(name: str, words: str) -> None:
    """Both come from botocore's data."""
    assert region(case(region=name)) == (Status.READY, words, "", ())


@pytest.mark.parametrize("name", ["eu-centrl-1", "Frankfurt", "eu-central-9"])
def test_a_region_that_is_none_is_not_ready(name: str) -> None:
    """A misspelt one is told with those that are near."""
    finding = region(case(region=name))
    assert finding.status is Status.NOT_READY
    assert "eu-central-1" in finding.next


@pytest.mark.emulator
def test_the_account_is_the_one_that_the_stack_names(emulator: Emulator) -> None:
    """STS says who calls; another account's credentials are not ready."""
    told = emulator.client("sts").get_caller_identity()
    caller = Caller(told["Account"], told["Arn"])
    assert account(case(caller=caller)).status is Status.READY
    other = account(case(caller=caller, home=Target(REGION, "444455556666")))
    assert other.status is Status.NOT_READY
    assert ACCOUNT in other.what
    assert "444455556666" in other.what
    assert "sign in to the other account" in other.next


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (NoCredentialsError(), "there are no AWS credentials"),
        (refusal("ExpiredToken"), "ExpiredToken"),
        (refusal("InvalidClientTokenId"), "InvalidClientTokenId"),
    ],
    ids=["none", "expired", "unknown"],
)
def test_credentials_that_open_nothing_are_not_ready(problem: Exception, words: str) -> None:
    """None, expired ones and ones that AWS does not know: `up` would fail, so sign in again."""
    finding = account(case(caller=problem))
    assert finding.status is Status.NOT_READY
    assert words in finding.what
    assert "aws sso login" in finding.next


@pytest.mark.parametrize("problem", [NOBODY, refusal("AccessDenied")], ids=["network", "denied"])
def test_an_account_that_can_not_be_asked_is_not_known(problem: Exception) -> None:
    """Without an answer nothing is said about the credentials: the table's own rule decides."""
    with pytest.raises(type(problem)):
        account(case(caller=problem))


@pytest.mark.emulator
def test_a_session_is_looked_up_as_its_role(emulator: Emulator) -> None:
    """A session's ARN has no path, and the simulation wants the role's own."""
    iam = emulator.client("iam")
    trust = '{"Version": "2012-10-17", "Statement": []}'
    arn = iam.create_role(RoleName="deep", Path="/sso/", AssumeRolePolicyDocument=trust)
    session = Caller(ACCOUNT, f"arn:aws:sts::{ACCOUNT}:assumed-role/deep/jane")
    found = source(case(caller=session, clients=emulator.client))
    assert found == arn["Role"]["Arn"] == f"arn:aws:iam::{ACCOUNT}:role/sso/deep"
    assert role(emulator, "flat") == source(
        case(
            caller=Caller(ACCOUNT, f"arn:aws:sts::{ACCOUNT}:assumed-role/flat/jane"),
            clients=emulator.client,
        )
    )


def test_a_user_is_asked_about_as_it_is() -> None:
    """A user's policies are its own."""
    jane = f"arn:aws:iam::{ACCOUNT}:user/people/jane"
    assert source(case(caller=Caller(ACCOUNT, jane))) == jane


@pytest.mark.parametrize("who", ["iam::111122223333:root", "sts::111122223333:federated-user/jane"])
def test_who_has_no_policies_of_its_own_is_not_known(who: str) -> None:
    """AWS simulates users and roles, not the root user and not federated ones."""
    with pytest.raises(NotKnownError, match="can't simulate"):
        source(case(caller=Caller(ACCOUNT, f"arn:aws:{who}")))


def test_a_role_that_may_not_be_read_says_so() -> None:
    """The refusal of `iam:GetRole` goes through to the table. The answer is AWS's by form only."""
    denied = aws({"iam": {"GetRole": refusal("AccessDenied", "GetRole")}})
    with pytest.raises(Exception, match="AccessDenied"):
        source(case(caller=Caller(ACCOUNT, SESSION), clients=denied))
