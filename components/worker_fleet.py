"""Workers on EC2: more hands for the payment queue, beside the function or instead of it."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.batch_processor import BatchProcessor
from components.core import PaymentCore
from components.lib import limits
from components.lib.context import StackContext
from components.lib.environment import always
from components.lib.iam import Statement, account_decides, allow, document, via
from components.lib.outputs import Placement
from components.parts.kms_key import kms_key
from components.parts.log_group import log_group
from components.parts.worker_artifacts import grant_fetch, worker_artifacts
from components.parts.worker_role import WorkerRole
from components.parts.worker_scaling import scale_on_backlog
from components.parts.worker_shortage import ring_when_short
from components.parts.worker_start import WorkerStart, start_text
from runtime.contract.fleet import WHILE_REPLACED, Fleet

IMAGE = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
"""The newest Amazon Linux 2023 at each launch (AWS Systems Manager, public parameters)."""
_SCALES = "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"


@dataclass(frozen=True)
class WorkerFleetArgs:
    """What the workers work on, whose work they do, how many there are and where."""

    core: PaymentCore
    processor: BatchProcessor
    fleet: Fleet
    place: Placement


class WorkerFleet(pulumi.ComponentResource):
    """Graviton instances in private subnets that run `python -m runtime.worker`.

    Creates: a role with its profile, a bucket with what an instance runs, a key for disks, a log
    group, a launch template, an Auto Scaling group with its policy, its hook and its alarm.
    Guarantees: the processor's grants and no more beside its own messages, code and log; no public
    address, no shared key, metadata by session only, disks encrypted with a customer key; what is
    run has the hashes that the template names; an instance that is ended finishes its payments;
    somebody hears of it where fewer are in service than there should be.
    """

    group_name: pulumi.Output[str]
    log_group_name: pulumi.Output[str]

    def __init__(
        self, name: str, args: WorkerFleetArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:WorkerFleet", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults = args.core.defaults
        context = defaults.context
        role = WorkerRole(f"{name}-role", context, child)
        key = kms_key(
            self,
            f"{name}-key",
            context,
            "workers",
            "code and disks of workers",
            {
                "enable_key_rotation": True,
                "rotation_period_in_days": limits.KEY_ROTATION_DAYS,
                "policy": document(account_decides(context), *_for_disks(context)),
            },
        )
        artifacts = worker_artifacts(self, f"{name}-code", defaults, key.arn)
        log_name = f"/aws/ec2/{context.name('workers')}"
        logs = log_group(self, name, log_name, defaults)
        args.processor.grant_process(role)
        args.core.queue.grant_work(role)
        fetches = grant_fetch(role, defaults, artifacts, key.arn)
        role.grant("write-logs", document(_write_logs(context, log_name)))
        timeout = args.core.settings.processor.timeout_seconds
        stops = timeout + limits.WORKER_STOP_SECONDS
        start = WorkerStart(context.region, artifacts, args.fleet.in_flight, stops, log_name)
        environment = {
            **always(context, args.core.settings, "process_payment"),
            **args.processor.environment,
        }
        template = aws.ec2.LaunchTemplate(
            f"{name}-template",
            name=context.name("workers"),
            image_id=IMAGE,
            instance_type=args.fleet.instance_type,
            user_data=pulumi.Output.all(**environment).apply(lambda told: start_text(start, told)),
            update_default_version=True,
            iam_instance_profile={"arn": role.profile.arn},
            metadata_options={
                "http_endpoint": "enabled",
                "http_tokens": "required",
                "http_put_response_hop_limit": 1,
            },
            monitoring={"enabled": True},
            network_interfaces=[
                {
                    "associate_public_ip_address": "false",
                    "delete_on_termination": "true",
                    "security_groups": [*args.place.group_ids],
                }
            ],
            block_device_mappings=[
                {
                    "device_name": "/dev/xvda",
                    "ebs": {
                        "delete_on_termination": "true",
                        "encrypted": "true",
                        "kms_key_id": key.arn,
                        "volume_size": limits.WORKER_DISK_GB,
                        "volume_type": "gp3",
                    },
                }
            ],
            tag_specifications=[
                {"resource_type": each, "tags": context.tags("confidential")}
                for each in ("instance", "volume", "network-interface")
            ],
            tags=context.tags("confidential"),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[logs, fetches]),
        )
        group = aws.autoscaling.Group(
            f"{name}-group",
            name=context.name("workers"),
            min_size=args.fleet.min_instances,
            max_size=args.fleet.max_instances,
            vpc_zone_identifiers=[*args.place.subnet_ids],
            launch_template={"id": template.id, "version": template.latest_version.apply(str)},
            instance_refresh={
                "strategy": "Rolling",
                "preferences": {
                    "min_healthy_percentage": 100,
                    "max_healthy_percentage": 100 * WHILE_REPLACED,
                },
            },
            max_instance_lifetime=limits.WORKER_LIFE_SECONDS,
            default_instance_warmup=limits.WORKER_WARM_UP_SECONDS,
            health_check_type="EC2",
            metrics_granularity="1Minute",
            enabled_metrics=[aws.autoscaling.Metric.GROUP_IN_SERVICE_INSTANCES],
            initial_lifecycle_hooks=[
                {
                    "name": "drain",
                    "lifecycle_transition": "autoscaling:EC2_INSTANCE_TERMINATING",
                    "heartbeat_timeout": stops + limits.WORKER_STOP_SECONDS,
                    "default_result": "CONTINUE",
                }
            ],
            tags=[
                {"key": key, "value": value, "propagate_at_launch": False}
                for key, value in context.tags("confidential").items()
            ],
            opts=pulumi.ResourceOptions(parent=self, depends_on=[*artifacts.objects]),
        )
        queue = args.core.queue.refs.arn.apply(lambda arn: arn.rpartition(":")[2])
        scale_on_backlog(self, name, group, queue, args.fleet.in_flight)
        ring_when_short(self, name, defaults, group, args.fleet.min_instances)
        self.group_name = group.name
        self.log_group_name = logs.name
        self.register_outputs(
            {"group_name": self.group_name, "log_group_name": self.log_group_name}
        )

    @property
    def exports(self) -> dict[str, pulumi.Output[str]]:
        """Where the workers write, as the stack exports it."""
        return {"worker_log_group": self.log_group_name}


def with_fleet(
    name: str, core: PaymentCore, processor: BatchProcessor
) -> dict[str, pulumi.Output[str]]:
    """The fleet that the settings ask for, if they ask for one; returns its exports."""
    fleet, network = core.settings.fleet, core.defaults.network
    if fleet and network:
        return WorkerFleet(name, WorkerFleetArgs(core, processor, fleet, network.out)).exports
    return {}


def _write_logs(context: StackContext, group: str) -> Statement:
    arn = context.arn("logs", f"log-group:{group}:*")
    return allow(["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"], [arn])


def _for_disks(context: StackContext) -> list[Statement]:
    """EC2 Auto Scaling's own role, for disks (its User Guide, "Required AWS KMS key policy").

    Through EC2 alone: `aws/ebs`, which the role uses in every account, has that condition too.
    """
    who = {"Effect": "Allow", "Principal": {"AWS": context.arn("iam", _SCALES)}, "Resource": "*"}
    uses = ["Encrypt", "Decrypt", "ReEncrypt*", "GenerateDataKey*", "DescribeKey"]
    through = via(context, "ec2")
    for_aws = {**through, "Bool": {"kms:GrantIsForAWSResource": "true"}}
    return [
        {**who, "Action": [f"kms:{each}" for each in uses], "Condition": through},
        {**who, "Action": ["kms:CreateGrant"], "Condition": for_aws},
    ]
