"""What several commands share: what they are given, and how a report looks."""
