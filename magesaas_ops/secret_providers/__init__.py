"""Where secrets live: one file per place, asked as late as possible, never remembered.

To add a place, add its file, its reference in ``model.secret_ref``, and one line in ``resolve``.
"""

from __future__ import annotations

from magesaas_ops.secret_providers.keys import key_material
from magesaas_ops.secret_providers.resolving import resolve

__all__ = ["key_material", "resolve"]
