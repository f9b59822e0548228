"""Fleets of any size, as YAML."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

_SAAS_ENVIRONMENTS = 100
_WEBSITES = "[base, eu_b2b, us_retail, uk_retail, outlet]"


def fleet_yaml(installations: int) -> str:
    """A clean fleet in one file: 5 websites each, every installation in a SaaS environment of its own."""
    return "\n".join((*_accounts(installations), *_installations(installations))) + "\n"


def _accounts(installations: int) -> Iterator[str]:
    yield "version: 1\n\naccounts:"
    for account in range(-(-installations // _SAAS_ENVIRONMENTS)):
        yield f"""  account-{account}:
    edition: commerce
    entitlement: {{production: 10, testing: 90}}
    keys:
      production:
        api_key: {{env: ACCOUNT_{account}_API_KEY}}
        private_key: {{file: ../secrets/account-{account}.pem}}
    projects:
      shop:
        id: {uuid.UUID(int=account + 1)}
        saas_environments:"""
        for number in range(_SAAS_ENVIRONMENTS):
            type_ = "production" if number % 10 == 0 else "testing"
            id_ = uuid.UUID(int=10**9 + account * _SAAS_ENVIRONMENTS + number)
            yield f"          data-space-{number}: {{id: {id_}, type: {type_}}}"


def _installations(count: int) -> Iterator[str]:
    yield "\ndefaults:\n  root: /var/www/magento\n  run_as: www-data\n  connection: {ssh_user: deploy}"
    yield "\ninstallations:"
    for number in range(count):
        account, saas_environment = divmod(number, _SAAS_ENVIRONMENTS)
        stage = "production" if saas_environment % 10 == 0 else "staging"
        yield f"""  shop-{number:05d}:
    stage: {stage}
    hosts: [web1.shop{number:05d}.example, web2.shop{number:05d}.example]
    base_urls: [https://shop{number:05d}.example/]
    websites: {_WEBSITES}
    saas_environment: account-{account}/shop/data-space-{saas_environment}"""
