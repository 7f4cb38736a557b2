"""Advice: why, why not, what if; read-only questions about a problem or a rota."""
