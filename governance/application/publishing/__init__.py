"""What anybody may see of a partnership: coming decisions, decisions, the register, its plans.

One rule for each kind of thing says from when it is public; nothing else is. A document that is
not open shows that it exists and why it is closed, and neither its title nor its text.
"""
