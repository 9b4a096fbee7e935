"""What is true whatever the database, the clock and the screen. No I/O, no clock."""
