"""The packages that the functions import."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib.context import StackContext
from components.lib.settings import ProgramSettings
from components.packaging.layer import DEPENDENCIES, MAIL, Layer, layer_archive


@dataclass(frozen=True)
class DependenciesArgs:
    """Where the layers live; what is in them stands in `uv.lock`."""

    context: StackContext


class Dependencies(pulumi.ComponentResource):
    """One layer under all functions, so that a change of our own code uploads less than a MB.

    Creates: a layer version for all functions, and one for the notifier alone.
    Guarantees: the locked packages and no others, for the functions' Python and processor; a new
    version only when the layer's group in the lock file changes.
    """

    layer_arn: pulumi.Output[str]
    """With its version."""
    mail_layer_arn: pulumi.Output[str]
    """Of what the notifier imports besides."""

    def __init__(
        self, name: str, args: DependenciesArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:Dependencies", name, None, opts)
        self.layer_arn = self._layer(f"{name}-layer", args.context.name("dependencies"))
        self.mail_layer_arn = self._layer(
            f"{name}-mail-layer", args.context.name("mail-dependencies"), MAIL
        )
        self.register_outputs({"layer_arn": self.layer_arn, "mail_layer_arn": self.mail_layer_arn})

    def _layer(self, name: str, layer_name: str, layer: Layer = DEPENDENCIES) -> pulumi.Output[str]:
        return aws.lambda_.LayerVersion(
            name,
            layer_name=layer_name,
            description=f"The {layer.group} group of uv.lock",
            code=layer_archive(layer),
            compatible_runtimes=["python3.13"],
            compatible_architectures=["arm64"],
            opts=pulumi.ResourceOptions(parent=self),
        ).arn


def with_dependencies(
    name: str, context: StackContext, settings: ProgramSettings
) -> tuple[list[pulumi.Output[str]], list[pulumi.Output[str]]]:
    """The layers of every function, and those of the notifier besides, where there are any."""
    if not settings.dependency_layer:
        return [], []
    made = Dependencies(name, DependenciesArgs(context=context))
    return [made.layer_arn], [made.mail_layer_arn]
