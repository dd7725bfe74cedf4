"""Names and ARNs."""

from components import Place
from tests._recorder import record
from tests.test_stack_settings import settings

PLACE = Place("tillstack", "dev", "444455556666", "eu-west-1", "payments", 400)


def test_a_name_says_project_stack_and_thing() -> None:
    """Physical names are `<project>-<stack>-<thing>`."""
    assert PLACE.name("payments") == "tillstack-dev-payments"


def test_an_arn_is_of_this_account_and_region() -> None:
    """An ARN is known before its resource exists."""
    assert PLACE.arn("sqs", "x") == "arn:aws:sqs:eu-west-1:444455556666:x"


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


def test_a_place_is_where_its_stack_s_settings_say() -> None:
    """Project and stack are the engine's, the rest is the settings'."""
    found: list[Place] = []
    home = settings(owner="tills", logRetentionDays="731", retention="dispose")
    record(lambda: found.append(Place.of(home)), "staging")
    assert found == [
        Place("tillstack", "staging", "444455556666", "eu-central-1", "tills", 731, protect=False)
    ]


def test_a_place_protects_unless_it_is_told_otherwise() -> None:
    """Nobody loses data by leaving something out."""
    assert PLACE.protect
