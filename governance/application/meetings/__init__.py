"""Meetings: their calls, agendas, attendance and minutes; and who sits at an item."""
