"""Somebody can always decide: asked of a scheme, a body and its meetings, every night and act."""
