"""Vires: who may decide what, after which procedure, by when; and the record that they did."""
