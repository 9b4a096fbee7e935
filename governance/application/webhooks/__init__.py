"""Webhooks: who keeps them, what each is told of the record, how that is sent and how it went."""
