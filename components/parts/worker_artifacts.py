"""Where instances find what they run, and how they know that it is that."""

from typing import NamedTuple

import pulumi
import pulumi_aws as aws

from components.lib.bucket_names import code_buckets
from components.lib.iam import allow, document, via
from components.lib.outputs import StackDefaults
from components.packaging.artifacts import Artifact, worker_code, worker_packages
from components.parts.bucket import BucketArgs, access_bucket, access_logging, bucket
from components.parts.grantee import Grantee

_PREFIX = "worker-code/"


class WorkerArtifacts(NamedTuple):
    """Two objects in a bucket of their own."""

    bucket: str
    code: Artifact
    packages: Artifact
    objects: tuple[aws.s3.BucketObjectv2, ...]
    """To be there before an instance asks for them."""


def worker_artifacts(
    parent: pulumi.ComponentResource,
    name: str,
    defaults: StackDefaults,
    key_arn: pulumi.Input[str],
) -> WorkerArtifacts:
    """A bucket that nobody but the deploying role writes to, with both objects.

    What an object is called is its hash, which the start text of the instances holds besides: who
    could write here could still make no instance run anything else.
    """
    context = defaults.context
    physical, readers = (context.name(each) for each in code_buckets(context.account))
    made = bucket(
        parent,
        name,
        context,
        BucketArgs(physical, key_arn, expires=False, disposable=True),
    )
    reads = access_bucket(
        parent,
        f"{name}-reads",
        context,
        BucketArgs(readers, disposable=True),
        source=physical,
        prefix=_PREFIX,
    )
    access_logging(parent, f"{name}-read", made, reads, _PREFIX)
    parts = {"code": worker_code(), "packages": worker_packages()}
    objects = tuple(
        aws.s3.BucketObjectv2(
            f"{name}-{what}",
            bucket=made.name,
            key=each.key,
            source=pulumi.FileAsset(str(each.file)),
            tags=context.tags(),
            opts=pulumi.ResourceOptions(parent=parent, depends_on=[*made.ready]),
        )
        for what, each in parts.items()
    )
    return WorkerArtifacts(physical, parts["code"], parts["packages"], objects)


def grant_fetch(
    worker: Grantee,
    defaults: StackDefaults,
    artifacts: WorkerArtifacts,
    key_arn: pulumi.Input[str],
) -> aws.iam.RolePolicy:
    """`worker` may read these two objects, and use the fleet's key for them through S3."""
    base = defaults.context.bucket_arn(artifacts.bucket)
    arns = [f"{base}/{each.key}" for each in (artifacts.code, artifacts.packages)]
    when = via(defaults.context, "s3")
    return worker.grant(
        "fetch-code",
        pulumi.Output.from_input(key_arn).apply(
            lambda key: document(allow(["s3:GetObject"], arns), allow(["kms:Decrypt"], [key], when))
        ),
    )
