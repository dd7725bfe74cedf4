"""What every handler needs around its one call: HTTP, SQS batches, bodies, snapshots."""
