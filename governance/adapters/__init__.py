"""The outside: formats and services other systems speak."""
