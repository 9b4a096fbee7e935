"""The outside: formats and services other systems speak.

Reading a format is pure: bytes go in; what was understood, what is odd about it and what was
rejected come out. Nothing here writes to the store.
"""
