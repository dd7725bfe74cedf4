"""Checks of what services hold for the whole account.

Each is asked of the emulator where it has the state in question. Its SES has no sandbox until told
so, and knows no pause: those answers are made by botocore's output shape of `GetAccount`.
"""

from typing import Any

import pulumi_aws
import pytest

from local.emulator.emulator import Emulator
from tests._aws import make
from tests.fakes.doctor import ACCOUNT, DECLARED, aws, case, refusal, settings
from till.doctor._services import gateway_logging, mail_access, mail_identity, token_domain
from till.doctor.case import PlannedResource
from till.doctor.finding import Status

OWN_ROLE = f"arn:aws:iam::{ACCOUNT}:role/tillstack-dev-gateway-logging"


def logging(role: str | None, *, owns: bool) -> Any:
    """What is found where the account has this role."""
    answer = {"cloudwatchRoleArn": role} if role else {}
    owner = settings(ownsApiGatewayAccount=str(owns).lower())
    return gateway_logging(
        case(settings=owner, clients=aws({"apigateway": {"GetAccount": answer}}))
    )


@pytest.mark.emulator
def test_a_gateway_without_a_role_to_log_with_is_not_ready(account: Emulator) -> None:
    """A stage with logs can't be made then; a stack that sets the role makes it ready."""
    none = gateway_logging(case(clients=account.client))
    assert none.status is Status.NOT_READY
    assert "pulumi config set ownsApiGatewayAccount true --stack dev" in none.next
    owner = case(settings=settings(ownsApiGatewayAccount="true"), clients=account.client)
    assert gateway_logging(owner).status is Status.READY
    make(account, pulumi_aws.apigateway.Account, cloudwatchRoleArn=OWN_ROLE)
    assert gateway_logging(case(clients=account.client)).status is Status.READY
    assert gateway_logging(owner).status is Status.READY


def test_a_role_of_somebody_else_is_not_replaced_in_silence() -> None:
    """A stack that would take over the account's role says whose it is. By the output shape."""
    other = f"arn:aws:iam::{ACCOUNT}:role/APIGatewayToCloudWatchLogsRole"
    assert logging(other, owns=False).status is Status.READY
    taken = logging(other, owns=True)
    assert taken.status is Status.TO_DO
    assert other in taken.what
    assert "ownsApiGatewayAccount false" in taken.next
    assert logging(OWN_ROLE, owns=True).status is Status.READY


@pytest.mark.emulator
def test_a_domain_prefix_is_free_ours_or_somebody_s(emulator: Emulator) -> None:
    """Free before the first `up`, taken by a pool that the stack does not know, ours after it."""
    one = case(clients=emulator.client)
    assert token_domain(one).what == f"tillstack-dev-{ACCOUNT} is free"
    users = emulator.client("cognito-idp")
    pool = users.create_user_pool(PoolName="elsewhere")["UserPool"]["Id"]
    users.create_user_pool_domain(Domain=f"tillstack-dev-{ACCOUNT}", UserPoolId=pool)
    taken = token_domain(one)
    assert taken.status is Status.NOT_READY
    assert pool in taken.what
    assert f"delete-user-pool-domain --domain tillstack-dev-{ACCOUNT}" in taken.next
    assert token_domain(case(clients=emulator.client, had=DECLARED)).status is Status.READY


def test_a_prefix_that_cognito_does_not_find_is_free() -> None:
    """Its API page names `ResourceNotFoundException` too, though AWS answers with nothing."""
    code = {"DescribeUserPoolDomain": refusal("ResourceNotFoundException")}
    assert token_domain(case(clients=aws({"cognito-idp": code}))).status is Status.READY
    denied = {"DescribeUserPoolDomain": refusal("NotAuthorizedException")}
    with pytest.raises(Exception, match="NotAuthorized"):
        token_domain(case(clients=aws({"cognito-idp": denied})))


@pytest.mark.emulator
def test_a_sender_s_domain_is_made_by_up_or_stands_in_its_way(emulator: Emulator) -> None:
    """New: to do. There already and not ours: `up` can't make it. Ours and verified: ready."""
    domain = {"emailIdentity": "doctor.example.com"}
    declared = (PlannedResource("aws:sesv2/emailIdentity:EmailIdentity", domain),)
    new = mail_identity(case(clients=emulator.client, declared=declared))
    assert new.status is Status.TO_DO
    assert "`up` makes doctor.example.com" in new.what
    emulator.client("sesv2").create_email_identity(EmailIdentity="doctor.example.com")
    foreign = mail_identity(case(clients=emulator.client, declared=declared))
    assert foreign.status is Status.NOT_READY
    assert "delete-email-identity --email-identity doctor.example.com" in foreign.next
    own = mail_identity(case(clients=emulator.client, declared=declared, had=declared))
    assert own.status is Status.READY


def test_a_domain_without_its_records_is_to_do() -> None:
    """The emulator verifies at once, so this is by the output shape."""
    pending = {"VerifiedForSendingStatus": False, "DkimAttributes": {"Status": "PENDING"}}
    found = mail_identity(case(clients=aws({"sesv2": {"GetEmailIdentity": pending}}), had=DECLARED))
    assert found.status is Status.TO_DO
    assert "not verified yet (DKIM PENDING)" in found.what
    assert "aws sesv2 get-email-identity --email-identity shop.example.com" in found.next
    refused = {"sesv2": {"GetEmailIdentity": refusal("BadRequestException")}}
    with pytest.raises(Exception, match="BadRequest"):
        mail_identity(case(clients=aws(refused)))


@pytest.mark.emulator
def test_access_is_what_ses_says(account: Emulator) -> None:
    """Production access with its quota, and the sandbox, where each mail is to a verified one."""
    one = case(clients=account.client)
    assert mail_access(one) == (Status.READY, "production access, 50000 mails a day", "", ())
    account.client("sesv2").put_account_details(
        MailType="TRANSACTIONAL",
        WebsiteURL="https://shop.example.com",
        ProductionAccessEnabled=False,
    )
    sandbox = mail_access(one)
    assert sandbox.status is Status.TO_DO
    assert "sandbox" in sandbox.what
    assert "https://eu-central-1.console.aws.amazon.com/ses/home#/account" in sandbox.next


@pytest.mark.parametrize(
    "paused", [{"SendingEnabled": False}, {"EnforcementStatus": "SHUTDOWN"}], ids=str
)
def test_an_account_that_may_not_send_is_to_do(paused: dict[str, Any]) -> None:
    """Paused by its owner or by AWS, whatever else stands in the answer."""
    answer = {"ProductionAccessEnabled": True, "SendingEnabled": True, **paused}
    finding = mail_access(case(clients=aws({"sesv2": {"GetAccount": answer}})))
    assert finding.status is Status.TO_DO
    assert "does not send" in finding.what
