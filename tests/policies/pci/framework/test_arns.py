"""ARNs are read by one parser, whole or in a longer text."""

from policies.pci.framework.arns import Arn, parsed, within

KEY = Arn("aws", "kms", "eu-central-1", "111122223333", "key/one")
TEXT = "arn:aws:kms:eu-central-1:111122223333:key/one"


def test_a_whole_arn_has_six_parts() -> None:
    """Colons of the resource stay in it; what is no ARN is none."""
    assert parsed(TEXT) == KEY
    assert parsed("arn:aws:logs:r:1:log-group:a:*") == Arn("aws", "logs", "r", "1", "log-group:a:*")
    assert parsed("arn:aws:s3") is None
    assert parsed("urn:pulumi:dev::a::b::c") is None


def test_an_arn_is_found_wherever_it_stands() -> None:
    """Between quotes, in markup, several, and one in another's resource."""
    assert within(f'{{"Key": "{TEXT}"}}') == (KEY,)
    assert within(f"<a>{TEXT}</a> {TEXT},{TEXT}") == (KEY, KEY, KEY)
    around = f"arn:aws:apigateway:eu-central-1:lambda:path/{TEXT}/invocations"
    assert [each.service for each in within(around)] == ["apigateway", "kms"]
    assert within("arn:aws:s3 and arn:aws:lambda") == ()


def test_patterns_and_variables_stand_for_parts() -> None:
    """As IAM writes them; also without a resource."""
    assert within("arn:aws:sqs:*:*:jobs") == (Arn("aws", "sqs", "*", "*", "jobs"),)
    variable = "arn:aws:iam::${aws:PrincipalAccount}:role/x"
    assert within(variable) == (Arn("aws", "iam", "", "${aws:PrincipalAccount}", "role/x"),)
    assert within("arn:aws:sqs:eu-central-1:1111") == (
        Arn("aws", "sqs", "eu-central-1", "1111", ""),
    )
