"""The example partnership's year: a story played through the use cases, as a stranger sees it."""
