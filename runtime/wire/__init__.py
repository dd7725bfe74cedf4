"""What crosses a border: requests, answers, messages, problems."""
