"""The merchant registry: which SaaS environments an account's keys open, and of what type they are."""

from magesaas_ops.registry.address import DEFAULT_URL, registry_url, remembered_url
from magesaas_ops.registry.asking import ask_registries, ask_registry, remembered_answers
from magesaas_ops.registry.client import RegistryClient

__all__ = [
    "DEFAULT_URL",
    "RegistryClient",
    "ask_registries",
    "ask_registry",
    "registry_url",
    "remembered_answers",
    "remembered_url",
]
