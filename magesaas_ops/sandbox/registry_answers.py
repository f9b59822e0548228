"""What the sandbox registry answers to a request of an account: status and JSON, as in contract §4."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from magesaas_ops.sandbox.registry_accounts import SandboxAccount

RegistryReply = tuple[int, object]


def answer_to(account: SandboxAccount, method: str, path: str, body: Mapping[str, object]) -> RegistryReply:
    """The answer to ``method`` on ``path`` (below the registry's base, without slashes around)."""
    found = _read(account, path.split("/")) if method == "GET" else _write(account, method, path.split("/"), body)
    return found or _problem(404, "Not Found", f"No endpoint {method} {path}")


def _read(account: SandboxAccount, parts: Sequence[str]) -> RegistryReply | None:
    match parts:
        case ["ping"]:
            return 200, {"status": "ok"}
        case ["registry"]:
            return 200, {"results": list(account.rows())}
        case ["registry", "projects", project_id]:
            return _project(account, project_id)
        case ["registry", "environments", saas_environment_id]:
            return _saas_environment(account, saas_environment_id)
    return None


def _write(
    account: SandboxAccount, method: str, parts: Sequence[str], body: Mapping[str, object]
) -> RegistryReply | None:
    match method, *parts:
        case "POST", "registry", "initialize":
            return _initialize(account, body)
        case "PATCH", "registry", "projects", project_id:
            for project in account.projects:
                if project.id == project_id:
                    project.name = str(body.get("projectName") or project.name)
            return _project(account, project_id)
        case "PATCH", "registry", "environments", saas_environment_id:
            for saas_environment in (known for project in account.projects for known in project.saas_environments):
                if saas_environment.id == saas_environment_id:
                    saas_environment.name = str(body.get("environmentName") or saas_environment.name)
            return _saas_environment(account, saas_environment_id)
        case "PUT", "registry", "environments", _, "cloudid", _:
            return 200, {}
    return None


def _initialize(account: SandboxAccount, body: Mapping[str, object]) -> RegistryReply:
    name = body.get("projectName")
    if not isinstance(name, str) or not name:
        return _problem(400, "Bad Request", "Project name is required")
    project = account.create_project(name)
    return 200, {"results": [row for row in account.rows() if row["projectId"] == project.id]}


def _project(account: SandboxAccount, project_id: str) -> RegistryReply:
    return 200, {"results": [row for row in account.rows() if row["projectId"] == project_id]}


def _saas_environment(account: SandboxAccount, saas_environment_id: str) -> RegistryReply:
    for row in account.rows():
        if row["environmentId"] == saas_environment_id:
            return 200, row
    return _problem(404, "Not Found", "Environment not found")


def _problem(status: int, error: str, message: str) -> RegistryReply:
    return status, {"status": status, "error": error, "message": message}
