"""carerota: the weekly rota of a home-care co-operative."""
