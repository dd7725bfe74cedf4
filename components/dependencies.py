"""The packages that the functions import."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib.context import StackContext
from components.packaging.layer import layer_archive


@dataclass(frozen=True)
class DependenciesArgs:
    """Where the layer lives; what is in it stands in `uv.lock`."""

    context: StackContext


class Dependencies(pulumi.ComponentResource):
    """One layer under all functions, so that a change of our own code uploads 80 KB.

    Creates: a layer version.
    Guarantees: the locked packages and no others, for the functions' Python and processor; a new
    version only when the lock file's `runtime` group changes.
    """

    layer_arn: pulumi.Output[str]
    """With its version."""

    def __init__(
        self, name: str, args: DependenciesArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:Dependencies", name, None, opts)
        layer = aws.lambda_.LayerVersion(
            f"{name}-layer",
            layer_name=args.context.name("dependencies"),
            description="The runtime group of uv.lock",
            code=layer_archive(),
            compatible_runtimes=["python3.13"],
            compatible_architectures=["arm64"],
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.layer_arn = layer.arn
        self.register_outputs({"layer_arn": self.layer_arn})
