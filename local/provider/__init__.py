"""Our resource classes behind Pulumi's provider protocol, for the real engine."""
