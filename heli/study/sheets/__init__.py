"""Sheets of study: the list of a class's members coming in, 学时 and the empty list going out."""
