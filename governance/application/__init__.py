"""Use cases, one transaction each.

Each noun has `acts` (what changes something), `queries` (read models) and `facts` (what a guard
needs to know, asked once, for acting and for "what next?").
"""
