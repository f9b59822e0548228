"""The Composer packages that stand in for Magento's: names, versions and requirements as Magento's own, contents ours.

Which generation of the SaaS modules an installation has follows from what Composer can resolve against its product
package, as with the real ones: contract §11.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Package:
    """One version of one package; without ``module`` and ``content`` it is a metapackage, which has no folder.

    ``content`` names folders below ``magento/``, space-separated, whose files it consists of.
    """

    name: str
    version: str
    requires: Mapping[str, str] = field(default_factory=dict)
    module: str = ""
    setup_version: str = ""
    sequence: tuple[str, ...] = ()
    content: str = ""
    is_broken: bool = False

    @property
    def is_metapackage(self) -> bool:
        return not self.module and not self.content


PRODUCT = "magento/product-community-edition"
PRODUCT_VERSIONS = {"old": "2.3.5", "1.3.8/3.2.5": "2.4.7-p1", "3.3.4": "2.4.8"}
"""Generation of the SaaS modules → the product version on which Composer resolves to it."""

SAAS_PACKAGES: Mapping[str, str] = {"magento/data-services": "*", "magento/saas-export": "*"}

BUNDLED: Mapping[str, str] = {
    "magento/services-connector": "1.3.5",
    "magento/services-id": "3.2.5",
    "magento/module-query-xml": "103.3.7",
    "magento/module-data-exporter": "103.3.7",
    "magento/module-saas-common": "103.3.7",
}
"""What a 2.4 without the SaaS packages has in its lock file: older than they need, so ``composer require`` fails
without ``--update-with-all-dependencies`` (contract §5)."""

CORRUPT_VERSION = "8.2.0-alpha1"
"""Of ``magento/data-services``: its archive is cut short, so Composer fails while installing."""
UNRESOLVABLE_VERSION = "8.2.0-alpha2"
"""Of ``magento/data-services``: it requires a package that does not exist, so Composer fails while resolving."""
FAILING_PATCH_VERSION = "8.2.0-alpha3"
"""Of ``magento/data-services``: it installs, and then its patch fails in ``setup:upgrade``."""

DEV_PACKAGE = "magento/magento-coding-standard"

_SEMVER = Path("/usr/share/php/Composer/Semver")
"""Composer's own comparison of versions, as every Magento has it; Debian's Composer brings it along."""

_FRAMEWORKS = {"2.3.5": "102.0.5", "2.4.7-p1": "103.0.7-p1", "2.4.8": "103.0.8"}
_ADMIN_GRAPH_QL = {"2.4.7-p1": "1.0.2", "2.4.8": "1.0.5"}
_EXPORT = "103.4.20"
_OLD_EXPORT = "101.4.2"
_FEED_POOL = {
    BUNDLED["magento/module-data-exporter"]: "saas/data-exporter/feeds",
    _EXPORT: "saas/data-exporter/feeds saas/data-exporter/final",
}
"""What knows all feeds, by version: older ones have none, and from 103.4 on a rejected item is final (contract §14)."""


def stand_ins() -> tuple[Package, ...]:
    """Every version of every package that the local Composer repository offers."""
    return (*_products(), *_connector(), *_bundled(), *_exporters(_EXPORT), *_old(), *_failures())


def _module(
    name: str, version: str, requires: Mapping[str, str], *, content: str = "", setup_version: str = ""
) -> Package:
    module = _MODULES[name]
    sequence = tuple(sorted(_MODULES[required] for required in requires if required in _MODULES))
    return Package(name, version, requires, module, setup_version or _SETUP_VERSIONS.get(module, ""), sequence, content)


_MODULES = {
    "magento/services-connector": "Magento_ServicesConnector",
    "magento/module-services-id": "Magento_ServicesId",
    "magento/module-services-id-layout": "Magento_ServicesIdLayout",
    "magento/module-query-xml": "Magento_QueryXml",
    "magento/module-data-exporter": "Magento_DataExporter",
    "magento/module-saas-common": "Magento_SaaSCommon",
    "magento/module-payment-services-base": "Magento_PaymentServicesBase",
    "magento/module-data-services": "Magento_DataServices",
    "magento/module-catalog-data-exporter": "Magento_CatalogDataExporter",
    "magento/module-parent-product-data-exporter": "Magento_ParentProductDataExporter",
    "magento/module-product-price-data-exporter": "Magento_ProductPriceDataExporter",
    "magento/module-scopes-data-exporter": "Magento_ScopesDataExporter",
    "magento/module-saas-catalog": "Magento_SaaSCatalog",
    "magento/module-saas-category": "Magento_SaaSCategory",
    "magento/module-saas-price": "Magento_SaaSPrice",
    "magento/module-saas-scopes": "Magento_SaaSScopes",
    "magento/module-store": "Magento_Store",
    "magento/module-config": "Magento_Config",
    "magento/module-catalog": "Magento_Catalog",
    "magento/graph-ql-server": "Magento_GraphQlServer",
}


_SETUP_VERSIONS = {
    "Magento_Store": "2.1.0",
    "Magento_ServicesId": "1.1.0",
    "Magento_ServicesIdLayout": "1.0.0",
    "Magento_QueryXml": "42.0.0",
    "Magento_DataExporter": "42.0.1",
    "Magento_CatalogDataExporter": "42.0.1",
    "Magento_SaaSCatalog": "42.0.1",
    "Magento_SaaSPrice": "42.0.1",
}
"""Of the modules that still declare one; as with the real ones, the others do not."""


def _products() -> Iterator[Package]:
    for version, framework in _FRAMEWORKS.items():
        exact = {"magento/framework": framework}
        semver = {"composer/semver": "^3.0"} if _SEMVER.is_dir() else {}
        yield Package("magento/framework", framework, semver, content="framework")
        core = {
            "magento/module-store": "module-store",
            "magento/module-config": "module-config",
            "magento/module-catalog": "",
        }
        for name, content in core.items():
            yield _module(name, framework, exact, content=content)
        bundle = dict.fromkeys(core, framework) | exact
        if version in _ADMIN_GRAPH_QL:
            graph_ql = _ADMIN_GRAPH_QL[version]
            yield _module("magento/graph-ql-server", graph_ql, exact)
            bundle |= {"magento/graph-ql-server": graph_ql, "magento/payment-services": "2.6.0"}
        yield Package(PRODUCT, version, bundle)
    yield Package(DEV_PACKAGE, "33.0.0", content="coding-standard")
    if _SEMVER.is_dir():
        yield Package("composer/semver", "3.3.2", content=str(_SEMVER))


def _connector() -> Iterator[Package]:
    framework = {"magento/framework": "^103.0"}
    keys = "saas/services-connector/keys"
    for version, setup_version in (("1.3.5", "1.0.0"), ("1.3.8", "1.1.0")):
        yield _module(
            "magento/services-connector",
            version,
            framework,
            setup_version=setup_version,
            content=keys,
        )
    console = {"magento/graph-ql-server": "^1.0.4"}
    for version, content, more in (("3.2.5", "hidden", {}), ("3.3.4", "console", console)):
        connector = framework | {"magento/services-connector": "^1.3.5"} | more
        yield _module(
            "magento/module-services-id",
            version,
            connector,
            content=f"saas/services-id/common saas/services-id/{content}",
        )
        layout = {"magento/module-services-id": version}
        yield _module("magento/module-services-id-layout", version, layout)
        exact = {"magento/module-services-id": version, "magento/module-services-id-layout": version}
        yield Package("magento/services-id", version, exact)


def _bundled() -> Iterator[Package]:
    """What every 2.4 brings for its payment services, and what stands in the way of a plain ``composer require``."""
    yield from _common(BUNDLED["magento/module-saas-common"], "^103.0")
    requires = {"magento/module-saas-common": "^103.3", "magento/services-id": "^3.2"}
    yield _module("magento/module-payment-services-base", "2.6.0", requires)
    yield Package(
        "magento/payment-services",
        "2.6.0",
        {"magento/module-payment-services-base": "2.6.0", "magento/module-saas-common": "^103.3"},
    )


def _common(version: str, framework: str) -> Iterator[Package]:
    base = {"magento/framework": framework}
    yield _module("magento/module-query-xml", version, base)
    exporter = {"magento/module-query-xml": version}
    yield _module("magento/module-data-exporter", version, exporter, content=_FEED_POOL.get(version, ""))
    common = {"magento/module-data-exporter": version, "magento/services-connector": "*"}
    sender = "saas/saas-common/feeds" if version == _EXPORT else ""
    yield _module("magento/module-saas-common", version, common, content=sender)


_EXPORTER_CONTENT = {
    ("catalog", _EXPORT): "saas/catalog-data-exporter",
    ("product-price", _EXPORT): "saas/product-price-data-exporter",
    ("scopes", _EXPORT): "saas/scopes-data-exporter",
    ("catalog", _OLD_EXPORT): "saas/catalog-data-exporter-old",
}


def _exporters(version: str, framework: str = "^103.0", services_id: str = "^3.2") -> Iterator[Package]:
    yield from _common(version, framework)
    exporters = {"catalog": "", "parent-product": "catalog", "product-price": "parent-product", "scopes": ""}
    for name, before in exporters.items():
        package = f"magento/module-{name}-data-exporter"
        requires = {"magento/module-data-exporter": version}
        requires |= {f"magento/module-{before}-data-exporter": version} if before else {}
        content = _EXPORTER_CONTENT.get((name, version), "")
        yield _module(package, version, requires, content=content)
    feeds = {"catalog": "catalog", "category": "catalog", "price": "product-price", "scopes": "scopes"}
    for name, exporter in feeds.items():
        package = f"magento/module-saas-{name}"
        requires = {"magento/module-saas-common": version, f"magento/module-{exporter}-data-exporter": version}
        yield _module(package, version, requires)
    metapackage = {f"magento/module-saas-{name}": version for name in feeds}
    yield Package("magento/saas-export", version, metapackage | {"magento/services-id": services_id})
    if version == _EXPORT:
        requires = {"magento/framework": framework, "magento/module-services-id": services_id}
        yield from _data_services("8.1.0", requires, services_id)


def _data_services(version: str, requires: Mapping[str, str], services_id: str) -> Iterator[Package]:
    yield _module(
        "magento/module-data-services",
        version,
        requires,
        content="saas/data-services",
    )
    yield Package(
        "magento/data-services", version, {"magento/module-data-services": version, "magento/services-id": services_id}
    )


def _old() -> Iterator[Package]:
    framework = {"magento/framework": "^102.0"}
    plain = "saas/services-connector/plain"
    yield _module(
        "magento/services-connector",
        "1.0.7",
        framework,
        setup_version="1.0.0",
        content=plain,
    )
    connector = framework | {"magento/services-connector": "^1.0"}
    yield _module(
        "magento/module-services-id",
        "2.0.3",
        connector,
        content="saas/services-id/common saas/services-id/plain",
    )
    yield Package("magento/services-id", "2.0.3", {"magento/module-services-id": "2.0.3"})
    yield from _exporters(_OLD_EXPORT, "^102.0", "^2.0")
    yield from _data_services("5.0.2", framework | {"magento/module-services-id": "^2.0"}, "^2.0")


def _failures() -> Iterator[Package]:
    name, module = "magento/data-services", "Magento_DataServicesPreview"
    services_id = {"magento/services-id": "^3.2"}
    yield Package(name, CORRUPT_VERSION, services_id, module, is_broken=True)
    yield Package(name, UNRESOLVABLE_VERSION, services_id | {"magento/module-nowhere": "^1.0"}, module)
    yield Package(name, FAILING_PATCH_VERSION, services_id, module, content="saas/data-services-preview")
