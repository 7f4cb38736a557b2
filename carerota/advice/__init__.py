"""Advice on a rota: why it is as it is, and what if it were not.

``trial`` holds a rota ready in which changes of single days can be tried at small
cost, and says exactly what they change; ``explaining`` and ``explaining_weeks`` answer
with it why a visit is whose it is, and ``privacy`` says who may read which part.
"""
