"""What the platform does: one verb a file, over the domain and its ports."""
