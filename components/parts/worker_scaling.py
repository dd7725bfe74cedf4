"""How many instances there are: by what waits for each of them."""

import pulumi
import pulumi_aws as aws

from components.lib import limits

_NAMED = "AutoScalingGroupName"


def scale_on_backlog(
    parent: pulumi.ComponentResource,
    name: str,
    group: aws.autoscaling.Group,
    queue_name: pulumi.Input[str],
    in_flight: int,
) -> aws.autoscaling.Policy:
    """Target tracking on the messages that wait, for each instance in service.

    The target is what one instance does in a minute (EC2 Auto Scaling, "Scaling policy based on
    Amazon SQS": acceptable latency by average time).
    """
    return aws.autoscaling.Policy(
        f"{name}-backlog",
        name="backlog-per-instance",
        autoscaling_group_name=group.name,
        policy_type="TargetTrackingScaling",
        estimated_instance_warmup=limits.WORKER_WARM_UP_SECONDS,
        target_tracking_configuration={
            "target_value": float(in_flight * limits.PAYMENTS_A_MINUTE),
            "customized_metric_specification": {
                "metrics": [
                    {
                        "id": "waiting",
                        "return_data": False,
                        "metric_stat": {
                            "stat": "Average",
                            "metric": {
                                "namespace": "AWS/SQS",
                                "metric_name": "ApproximateNumberOfMessagesVisible",
                                "dimensions": [{"name": "QueueName", "value": queue_name}],
                            },
                        },
                    },
                    {
                        "id": "instances",
                        "return_data": False,
                        "metric_stat": {
                            "stat": "Average",
                            "metric": {
                                "namespace": "AWS/AutoScaling",
                                "metric_name": "GroupInServiceInstances",
                                "dimensions": [{"name": _NAMED, "value": group.name}],
                            },
                        },
                    },
                    {
                        "id": "backlog",
                        "label": "Messages that wait, for each instance",
                        "expression": "waiting / instances",
                        "return_data": True,
                    },
                ]
            },
        },
        opts=pulumi.ResourceOptions(parent=parent),
    )
