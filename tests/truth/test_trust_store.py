"""AWS's own provider says yes to a domain that asks callers for a certificate."""

import json

from local.policy_check.policy_check import stand_ins
from tests.components.parts.test_trust_store import DOMAIN
from tests.fakes.recorder import record_program
from truth.plugin import AwsProvider
from truth.registrations import registrations


def test_the_trust_store_is_validated_and_planned(aws: AwsProvider) -> None:
    """The domain and each resource of both buckets."""
    recording = record_program("prod", {**stand_ins("prod"), "domain": json.dumps(DOMAIN)})
    found = [
        each
        for each in registrations(recording, aws)
        if (each.kind.startswith("aws_s3_") and "trust-store" in each.name)
        or each.kind == "aws_api_gateway_domain_name"
    ]
    assert len(found) == 16
    assert [said for each in found for said in each.judged(aws)] == []
