"""What one version wrote, kept, so that the next one reads it and is read by it."""
