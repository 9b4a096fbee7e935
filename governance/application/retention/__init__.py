"""What is kept for how long, what is due for disposal, and disposing of it."""
