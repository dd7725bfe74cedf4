"""A state machine: the local provider knows no such type."""

import pulumi_aws as aws

aws.sfn.StateMachine("machine", definition="{}", role_arn="arn:aws:iam::111122223333:role/r")
