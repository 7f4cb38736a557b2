"""Reading and writing problems, rotas and policies; bad input is refused in full."""

from carerota.io.actuals_csv import read_actuals
from carerota.io.policy_toml import write_policy
from carerota.io.registry import (
    read_events,
    read_policy,
    read_problem,
    read_rota,
    write_problem,
    write_rota,
)
from carerota.io.schemas import schema, write_schemas

__all__ = [
    "read_actuals",
    "read_events",
    "read_policy",
    "read_problem",
    "read_rota",
    "schema",
    "write_policy",
    "write_problem",
    "write_rota",
    "write_schemas",
]
