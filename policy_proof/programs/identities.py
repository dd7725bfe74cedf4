"""Policies of roles in every form that IAM has, each as narrow as the rules want it."""

import pulumi_aws as aws

from policy_proof.programs._common import ACCOUNT, document

READ = "arn:aws:dynamodb:eu-central-1:111122223333:table/jobs"


def declare() -> None:
    """The whole program."""
    role = aws.iam.Role(
        "worker",
        name="worker",
        assume_role_policy=document(
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
            }
        ),
        permissions_boundary=f"arn:aws:iam::{ACCOUNT}:policy/boundary",
        inline_policies=[{"name": "read", "policy": document(allow("dynamodb:GetItem"))}],
        managed_policy_arns=[f"arn:aws:iam::{ACCOUNT}:policy/reader"],
    )
    policy = aws.iam.Policy("reader", name="reader", policy=document(allow("dynamodb:GetItem")))
    aws.iam.RolePolicyAttachment("worker-reader", role=role.name, policy_arn=policy.arn)
    aws.iam.PolicyAttachment(
        "all-readers", name="readers", roles=[role.name], policy_arn=policy.arn
    )
    group = aws.iam.Group("people", name="people")
    aws.iam.GroupPolicy("people-read", group=group.name, policy=document(allow("dynamodb:GetItem")))
    aws.iam.GroupPolicyAttachment("people-reader", group=group.name, policy_arn=policy.arn)


def allow(*actions: str) -> object:
    """These actions on one table."""
    return {"Effect": "Allow", "Action": actions, "Resource": READ}
