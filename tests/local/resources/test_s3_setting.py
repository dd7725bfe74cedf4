"""What S3's API spells in its own way; `test_s3_settings.py` has the lives."""

from local.resources._s3_setting import as_api, as_inputs

INPUTS = {
    "rules": [{"id": "a", "expiration": {"days": 1}}],
    "sseAlgorithm": "aws:kms",
    "kmsMasterKeyId": "k",
}
API = {
    "Rules": [{"ID": "a", "Expiration": {"Days": 1}}],
    "SSEAlgorithm": "aws:kms",
    "KMSMasterKeyID": "k",
}


def test_words_are_spelled_both_ways() -> None:
    """All the way down, lists too; there and back is the same."""
    assert as_api(INPUTS) == API
    assert as_inputs(API) == INPUTS
