"""The files of `deploy/` are true to the code: commands, variables, limits, addresses, names of figures."""

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.urls import reverse
from prometheus_client import REGISTRY

from filon import cli
from filon.kernel.middleware import LARGEST_REQUEST
from filon.kernel.operations import metrics
from filon.kernel.registry import Command, all_of
from filon.launcher import addresses, environment
from filon.launcher.commands import COMMANDS
from filon.site import serving
from tests.consistency.test_docs import variables_read

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
MB = 1024 * 1024
LONGEST = environment.REQUEST_SECONDS + serving.PATIENCE
"""Seconds after which Filon itself gives up."""


def text_of(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text_of("compose.yaml"))
    return found


def words_of_units() -> Iterator[tuple[str, list[str]]]:
    for unit in UNITS:
        for line in re.findall(r"^Exec\w+=(.*)$", unit.read_text(encoding="utf-8"), flags=re.MULTILINE):
            yield from ((unit.name, shlex.split(said)) for said in re.findall(r"/opt/filon/\.venv/bin/filon ([a-z-][a-z -]*)", line))


def words_of_containers() -> Iterator[tuple[str, list[str]]]:
    for name, service in compose()["services"].items():
        health = service.get("healthcheck", {}).get("test", [])
        yield from ((name, words[1:]) for words in (service.get("command", []), health[1:]) if words[:1] == ["filon"])
    for line in re.findall(r"^CMD (.*)$", text_of("Dockerfile"), flags=re.MULTILINE):
        yield "Dockerfile", json.loads(line)[1:]


@pytest.mark.parametrize(("where", "words"), [*words_of_units(), *words_of_containers()])
def test_command_is_one_that_filon_has(where: str, words: list[str]) -> None:
    arguments = cli._parser([*COMMANDS, *all_of(Command)]).parse_args(words)

    assert arguments.command.words == tuple(word for word in words if not word.startswith("-")), where


def test_every_file_that_starts_something_is_looked_at() -> None:
    assert {where for where, _words in words_of_units()} == {unit.name for unit in UNITS}
    assert {where for where, _words in words_of_containers()} == {"prepare", "web", "worker", "Dockerfile"}


def test_variables_are_those_that_filon_reads() -> None:
    written = set(re.findall(r"^([A-Z_]+)=", text_of("filon.env"), flags=re.MULTILINE))
    written |= set(compose()["services"]["web"]["environment"])
    written |= set(re.findall(r"\b(?:FILON|DATABASE|FILES|EMAIL)_[A-Z_]+", text_of("Dockerfile") + text_of("nginx.conf")))

    assert sorted(written - variables_read()) == []


def test_variables_of_compose_are_asked_of_the_operator() -> None:
    asked = set(re.findall(r"^([A-Z_]+)=", text_of("compose.env"), flags=re.MULTILINE))

    assert sorted(set(re.findall(r"\$\{([A-Z_]+)", text_of("compose.yaml")))) == sorted(asked)


def as_a_shell_reads(text: str, folder: Path) -> dict[str, str]:
    """The variables that `set -a; . FILE` gives to the commands that follow."""
    (folder / "env").write_text(text, encoding="utf-8")
    said = subprocess.run(
        ["sh", "-c", "set -a; . ./env; exec env -0"], cwd=folder, env={}, check=True, capture_output=True, text=True
    ).stdout
    given = (line.split("=", 1) for line in said.split("\0") if line)
    return {name: value for name, value in given if name not in {"PWD", "OLDPWD", "SHLVL", "_"}}


def as_systemd_reads(text: str) -> dict[str, str]:
    """A value in quotes is what stands between them (systemd.exec, EnvironmentFile=)."""
    lines = (line.partition("=") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: value[1:-1] if value[:1] == value[-1:] == "'" else value for name, _equals, value in lines}


def environment_of_installing() -> str:
    page = (ROOT / "docs" / "operations" / "installer.md").read_text(encoding="utf-8")
    (found,) = re.findall(r"^```\n(DATABASE_URL=.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.mark.parametrize("text", [text_of("filon.env"), environment_of_installing()], ids=["deploy/filon.env", "installer.md"])
def test_environment_is_the_same_to_a_shell_and_to_systemd(text: str, tmp_path: Path) -> None:
    shell = as_a_shell_reads(text, tmp_path)

    assert shell == as_systemd_reads(text)


def test_environment_of_the_units_makes_sense(tmp_path: Path) -> None:
    found = environment.read(as_a_shell_reads(text_of("filon.env"), tmp_path))

    assert found.database_url is not None
    database = addresses.parse(found.database_url)
    assert (database.host, database.port, database.user) == ("db1.internal,db2.internal", "5432,5432", "filon_app")
    assert dict(database.options)["target_session_attrs"] == "read-write"
    assert found.is_https is True


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_unit_runs_as_nobody_special_and_writes_only_where_it_must(unit: Path) -> None:
    lines = unit.read_text(encoding="utf-8").splitlines()

    assert {"User=filon", "NoNewPrivileges=yes", "ProtectSystem=strict", "UMask=0077", "EnvironmentFile=/etc/filon/env"} <= set(lines)
    assert [line for line in lines if line.startswith("ReadWritePaths=")] == ["ReadWritePaths=/srv/filon"]


@pytest.mark.parametrize(
    ("name", "size"),
    [("nginx.conf", r"client_max_body_size\s+(\d+)m;"), ("Caddyfile", r"max_size (\d+)MB"), ("Caddyfile.compose", r"max_size (\d+)MB")],
)
def test_proxy_lets_filon_say_what_is_too_large(name: str, size: str) -> None:
    (found,) = re.findall(size, text_of(name))

    assert LARGEST_REQUEST < int(found) * MB <= LARGEST_REQUEST + 10 * MB


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("nginx.conf", r"proxy_read_timeout\s+(\d+)s;"),
        ("Caddyfile", r"response_header_timeout (\d+)s"),
        ("Caddyfile.compose", r"response_header_timeout (\d+)s"),
    ],
)
def test_proxy_waits_longer_than_filon(name: str, seconds: str) -> None:
    (found,) = re.findall(seconds, text_of(name))

    assert LONGEST < int(found) <= LONGEST + 15


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile", "Caddyfile.compose"])
def test_proxy_says_from_where_and_hides_the_figures(name: str) -> None:
    text = text_of(name)

    assert re.search(r"X-Forwarded-Proto https", text)
    assert re.search(r"X-Forwarded-For (\$remote_addr|\{remote_host\})", text)
    assert reverse("metrics") in text
    assert set(re.findall(r"health_uri (\S+)", text)) <= {reverse("ready")}


def test_collector_asks_where_the_figures_are() -> None:
    (job,) = yaml.safe_load(text_of("prometheus.yml"))["scrape_configs"]

    assert job["metrics_path"] == reverse("metrics")


@pytest.mark.django_db
def test_alerts_speak_of_figures_that_exist() -> None:
    families = [*REGISTRY.collect(), *metrics.Vitals().collect()]
    known = {f"{family.name}{ending}" for family in families for ending in ("", "_total", "_bucket", "_sum", "_count")}
    alerts = [rule["expr"] for group in yaml.safe_load(text_of("alerts.yml"))["groups"] for rule in group["rules"]]

    named = {name for expression in alerts for name in re.findall(r"\bfilon_[a-z_]+", expression)}

    assert (len(alerts), sorted(named - known)) == (8, [])


@pytest.mark.parametrize("address", ["/signer/{key}", "/signer/{key}/code", "/connexion/lien/{key}?next=x", "/invitation/{key}"])
def test_proxy_writes_no_key_of_a_link(address: str) -> None:
    conf = text_of("nginx.conf")
    told = re.search(r'"~(\^.+\$)" "\$start\.\.\.\$rest";', conf)
    assert told
    found = re.fullmatch(told[1].replace("(?<", "(?P<"), address.format(key="k" * 43))

    assert found
    assert "k" * 43 not in found["start"] + found["rest"]
    assert "$request_uri" not in re.sub(r"map .*?\n}|return 301 .*?;", "", conf, flags=re.DOTALL)
    assert re.findall(r"access_log ([^;]+);", conf) == ["off", "/var/log/nginx/filon.access.log filon"]
