"""The invented city: a small one to look at and one of the sources' own size to measure with.

Every person is invented and marked so; ID numbers use the non-existent region 999999.
Never touches a database that is not empty. Start reading at `city.py`.
"""
