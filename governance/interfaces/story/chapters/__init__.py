"""The chapters of the year, each a small script of acts."""
