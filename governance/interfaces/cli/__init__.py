"""The command line: one module a noun, loaded only when it is asked for."""
