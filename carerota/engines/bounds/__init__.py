"""Proven lower bounds of the priced sum, for problems too large to prove whole."""
