"""Halls as their files say: reading and checking a site file, what it changes, and searching its procedures.

`lam-dong.toml` and its procedures are the hall that ships with the program, and the example for every other.
"""
