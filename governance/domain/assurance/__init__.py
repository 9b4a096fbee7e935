"""The assurance of schemes: what is proved before a scheme is in force, and what it would lose."""
