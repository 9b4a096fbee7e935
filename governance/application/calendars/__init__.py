"""Meetings and days that fall due, in the calendars that people have already."""
