"""Names and ARNs."""

from dataclasses import replace

from components import StackContext

PLACE = StackContext("tillstack", "dev", "444455556666", "eu-west-1", "payments", 400)


def test_a_name_says_project_stack_and_thing() -> None:
    """Physical names are `<project>-<stack>-<thing>`."""
    assert PLACE.name("payments") == "tillstack-dev-payments"


def test_an_arn_is_of_this_account_and_region() -> None:
    """An ARN is known before its resource exists."""
    assert PLACE.arn("sqs", "x") == "arn:aws:sqs:eu-west-1:444455556666:x"


def test_an_arn_begins_with_the_partition_of_the_region() -> None:
    """Ours and AWS's own alike; IAM knows no region (IAM: "ARN format")."""
    gov = replace(PLACE, region="us-gov-west-1")
    assert gov.arn("sqs", "x") == "arn:aws-us-gov:sqs:us-gov-west-1:444455556666:x"
    assert gov.arn("iam", "root") == "arn:aws-us-gov:iam::444455556666:root"
    assert gov.arn_of_aws("iam", "policy/x") == "arn:aws-us-gov:iam::aws:policy/x"


def test_only_a_regional_principal_has_the_partition_s_domain() -> None:
    """`logs.<region>.amazonaws.com.cn`, but `kms:ViaService` is alike everywhere (AWS CDK)."""
    china = replace(PLACE, region="cn-north-1")
    assert PLACE.regional_principal("logs") == "logs.eu-west-1.amazonaws.com"
    assert china.regional_principal("logs") == "logs.cn-north-1.amazonaws.com.cn"
    assert china.endpoint("sqs") == "sqs.cn-north-1.amazonaws.com"


def test_tokens_are_fetched_where_the_partition_has_them() -> None:
    """AWS GovCloud (US) has FIPS endpoints only (User Guide: "Amazon Cognito")."""
    gov = replace(PLACE, region="us-gov-west-1")
    assert PLACE.sign_in("x") == "https://x.auth.eu-west-1.amazoncognito.com"
    assert gov.sign_in("x") == "https://x.auth-fips.us-gov-west-1.amazoncognito.com"


def test_an_endpoint_is_what_kms_calls_a_service() -> None:
    """`kms:ViaService` holds the region (AWS KMS: "kms:ViaService")."""
    assert PLACE.endpoint("sqs") == "sqs.eu-west-1.amazonaws.com"


def test_tags_say_what_the_data_is() -> None:
    """Every tag set classifies the data that the resource holds."""
    assert PLACE.tags("restricted") == {
        "project": "tillstack",
        "environment": "dev",
        "owner": "payments",
        "data-classification": "restricted",
    }


def test_a_place_protects_unless_it_is_told_otherwise() -> None:
    """Nobody loses data by leaving something out."""
    assert PLACE.protect
