"""The provider's schema, read from the SDK: shapes, words, demands, and where it has an end."""

import pytest

from policy_proof import reviewed
from policy_proof.schema import Property, Shape, properties

FUNCTION = "aws:lambda/function:Function"
ACL = "aws:wafv2/webAcl:WebAcl"


def of(kind: str, path: str) -> Property:
    """One property of a type."""
    (found,) = [each for each in properties(kind) if each.path == path]
    return found


@pytest.mark.parametrize(
    ("kind", "path", "shape"),
    [
        (FUNCTION, "publish", Shape.FLAG),
        (FUNCTION, "timeout", Shape.NUMBER),
        (FUNCTION, "kmsKeyArn", Shape.TEXT),
        (FUNCTION, "layers", Shape.TEXTS),
        (FUNCTION, "environment.variables", Shape.MAP),
        (FUNCTION, "loggingConfig", Shape.BLOCK),
        (FUNCTION, "code", Shape.FILE),
        (ACL, "rules", Shape.BLOCKS),
        # The SDK takes a document as an object, too; the provider knows a text.
        ("aws:iam/rolePolicy:RolePolicy", "policy", Shape.TEXT),
    ],
)
def test_each_property_has_a_shape(kind: str, path: str, shape: Shape) -> None:
    """As the SDK's types say it, under the provider's names."""
    assert of(kind, path).shape == shape


def test_words_are_those_of_the_documentation() -> None:
    """Values, and neither the names of other arguments nor words beside them."""
    pool = "aws:cognito/userPool:UserPool"
    assert of(pool, "mfaConfiguration").words == ("OFF", "ON", "OPTIONAL")
    assert of(FUNCTION, "tracingConfig.mode").words == ("PassThrough", "Active")[::-1]
    assert of(FUNCTION, "timeout").words == ()
    queue = "aws:sqs/queue:Queue"
    assert of(queue, "deduplicationScope").words == ("messageGroup", "queue")


def test_what_no_program_can_leave_out_is_known() -> None:
    """In a type and in a block of it."""
    assert of(FUNCTION, "role").required
    assert not of(FUNCTION, "timeout").required
    assert of(FUNCTION, "vpcConfig.subnetIds").required
    assert not of(FUNCTION, "vpcConfig").required


def test_a_resource_is_not_taken_for_a_block_of_its_name() -> None:
    """A bucket's versioning is a resource today, and was a block of the bucket's own."""
    versioning = "aws:s3/bucketVersioning:BucketVersioning"
    assert of(versioning, "versioningConfiguration.status").required
    assert of("aws:s3/bucket:Bucket", "versioning.mfaDelete").shape == Shape.FLAG


def test_statements_without_end_have_one() -> None:
    """A firewall's rule may hold rules, that may hold rules: one row stands for them."""
    deep = [each.path for each in properties(ACL) if each.path.endswith(".*")]
    assert "rules[].statement.notStatement.statement.*" in deep
    assert all(each.startswith("rules[].statement.") for each in deep)
    assert len(properties(ACL)) < 200


def test_a_property_is_read_once() -> None:
    """No type has two of one path."""
    for kind in reviewed.types():
        paths = [each.path for each in properties(kind)]
        assert len(paths) == len(set(paths))
