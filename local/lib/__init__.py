"""What several rooms of `local` share: ports, partitions, work on all cores."""
