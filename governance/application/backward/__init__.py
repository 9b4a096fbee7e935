"""Planning a commission back from its end: the last safe day of every step that is still ahead."""
