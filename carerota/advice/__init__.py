"""Advice on a problem and on a rota: why it is as it is, and what if it were not.

* ``trial`` holds a rota ready in which changes of single days can be tried at small
  cost, and says exactly what they change;
* ``explain`` answers with it why a visit is whose it is, and who may read which part;
* ``suggest`` finds times and workers for a new package or visit;
* ``diagnose`` says before any search what cannot be;
* ``compare`` sets two rotas side by side; ``trade_off`` finds those to choose from.
"""
