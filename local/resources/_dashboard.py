"""CloudWatch dashboards."""

from typing import ClassVar

from local.lib.partitions import partition
from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State
from local.resources._live import ask, told

_GONE = "ResourceNotFound"
_DELETED = "DashboardNotFoundError"
"""The emulator's code for the same, where one is to be deleted."""


class Dashboard(ResourceKind):
    """Which metrics a person looks at."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"dashboardName"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """PutDashboard."""
        name = inputs.need("dashboardName")
        _put(name, inputs, cloud)
        return name, {"dashboardArn": _arn(name, cloud)}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetDashboard."""
        live = ask(cloud.client("cloudwatch").get_dashboard, _GONE, DashboardName=physical)
        if live is None:
            return None
        found = {
            "dashboardArn": _arn(physical, cloud),
            "dashboardBody": live["DashboardBody"],
            "dashboardName": physical,
        }
        return told(state, found)

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """PutDashboard, which writes over everything."""
        inputs.skip("dashboardName")
        _put(physical, inputs, cloud)
        return {"dashboardArn": _arn(physical, cloud)}

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteDashboards."""
        ask(cloud.client("cloudwatch").delete_dashboards, _DELETED, DashboardNames=[physical])


def _put(name: str, inputs: Inputs, cloud: Cloud) -> None:
    body = inputs.need("dashboardBody")
    cloud.client("cloudwatch").put_dashboard(DashboardName=name, DashboardBody=body)


def _arn(name: str, cloud: Cloud) -> str:
    """It names no region: all dashboards of an account are in one list."""
    return f"arn:{partition(cloud.region)}:cloudwatch::{cloud.account_id}:dashboard/{name}"


KINDS = {"aws:cloudwatch/dashboard:Dashboard": Dashboard}
