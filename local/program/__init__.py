"""A Pulumi program run in this process, without an engine: recorded, or created."""
