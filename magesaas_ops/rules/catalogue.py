"""Every rule there is: to add one, add its file and its line here. The kind of its ``RULE`` says what it looks at."""

from __future__ import annotations

from importlib import import_module
from typing import TypeVar

from magesaas_ops.rules.rule import FileRule, Rule, TransitionRule, WaiverRule, WorldRule

SomeRule = TypeVar("SomeRule", FileRule, WaiverRule, TransitionRule, WorldRule)

_FILES = (
    # on the files
    "unreadable_inventory",
    "duplicate_key",
    "schema_violation",
    "plaintext_secret",
    "name_declared_twice",
    "unknown_saas_environment",
    "saas_environment_without_id",
    "saas_environment_declared_twice",
    "host_root_declared_twice",
    "production_saas_environment_on_non_production",
    "non_production_beside_production",
    "website_code_collision",
    "undeclared_sharing",
    "production_on_testing_saas_environment",
    "entitlement_exceeded",
    "production_without_base_urls",
    "runs_as_root",
    "keys_shared_by_accounts",
    # on the waivers in them
    "expired_waiver",
    "unused_waiver",
    "waiver_not_allowed",
    # on two revisions
    "unreadable_base",
    "inventory_gone",
    "saas_environment_type_changed",
    "stage_raised_to_production",
    "production_saas_environment_switched",
    "production_installation_removed",
    "installation_abandoned",
    "website_removed_from_production",
    "production_hosts_replaced",
    "command_changed",
    # on hosts and the registry
    "attached_to_production",
    "base_url_mismatch",
    "claim_still_held",
    "composer_state_broken",
    "credentials_type_unsupported",
    "declared_website_missing",
    "foreign_attachment",
    "keys_rejected",
    "left_in_maintenance",
    "other_scope_value",
    "package_missing",
    "package_unsatisfied",
    "registry_type_mismatch",
    "registry_unknown_saas_environment",
    "registry_unreachable",
    "sandbox_gateway",
    "shadowed_value",
    "shared_database",
    "stale_code",
    "undeclared_website",
    "undecryptable_key",
    "unexplained_value",
    "wrong_owner",
)
"""In the order in which they judge and are listed, kind by kind."""

_RULES: tuple[Rule, ...] = tuple(import_module(f"magesaas_ops.rules.{name}").RULE for name in _FILES)


def _of_kind(kind: type[SomeRule]) -> tuple[SomeRule, ...]:
    return tuple(rule for rule in _RULES if isinstance(rule, kind))


FILE_RULES = _of_kind(FileRule)
WAIVER_RULES = _of_kind(WaiverRule)
TRANSITION_RULES = _of_kind(TransitionRule)
WORLD_RULES = _of_kind(WorldRule)
ALL_RULES: tuple[Rule, ...] = (*FILE_RULES, *WAIVER_RULES, *TRANSITION_RULES, *WORLD_RULES)

_BY_ID = {rule.id: rule for rule in ALL_RULES}


def rule_by_id(id_: str) -> Rule | None:
    """The rule of that id; None when there is none."""
    return _BY_ID.get(id_)
