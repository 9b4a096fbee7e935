"""Reviews of commissions: due by a rhythm, reported on four tests, accepted by a decision."""
