"""Triggers: causes looked for over the whole register, raised by people, and opened as cases."""
