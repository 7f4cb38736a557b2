"""Advice on a rota: why it is as it is, and what if it were not."""
