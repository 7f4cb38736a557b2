"""Other ways to make the same rota, judged by the same checker."""
