"""The engine room: a model and hosts → plans and outcomes."""

from magesaas_ops.converging.audit import append_to_audit_log
from magesaas_ops.converging.batches import converge_all
from magesaas_ops.converging.letting_go import gains_claims, holdings_of
from magesaas_ops.converging.neighbours import with_neighbours
from magesaas_ops.converging.observer import look_at_all, plans_of
from magesaas_ops.converging.session import Session, open_session
from magesaas_ops.converging.twins import twins_in

__all__ = [
    "Session",
    "append_to_audit_log",
    "converge_all",
    "gains_claims",
    "holdings_of",
    "look_at_all",
    "open_session",
    "plans_of",
    "twins_in",
    "with_neighbours",
]
