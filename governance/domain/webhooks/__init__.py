"""Webhooks: which events there are, what one says, when an attempt is made again."""
