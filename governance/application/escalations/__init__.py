"""What an escalation brings about: items proposed, moves closed, exceptions, reports of them."""
