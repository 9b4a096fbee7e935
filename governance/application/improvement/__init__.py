"""Improvement plans: support and challenge with actions, an officer, a day and a finding."""
