"""The API: what the pages do, for programs, under /api/v1.

An act is a line of a room's table: an address and the use case behind it, whose signature is the
shape of what is sent. What is looked at is a resource (rows of a table, as typed as its columns)
or a question whose answer is shown as it is. Who may do what is for the guards of the moves, as
everywhere; a token's scopes only narrow it.
"""
