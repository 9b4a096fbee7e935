"""Bodies and offices: who sits on them, holds them, chairs them, and what was delegated."""
