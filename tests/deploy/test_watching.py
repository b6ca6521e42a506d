"""Dashboard, alerts and the page that explains them speak of figures that the server gives, and of the same alerts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from queue_service.clock import utc_now
from queue_service.domain.hall import Hall
from queue_service.web.measures import Measures
from tests.docs.test_docs import ROOT, codes, rows, section
from tests.halls import small_site

SUFFIXES = {
    "counter": ("_total",),
    "histogram": ("_bucket", "_sum", "_count"),
    "info": ("_info",),
    "gauge": ("",),
}
PROMETHEUS_OWN = {"up"}  # it knows itself whether a server answers
NAME = re.compile(r"\b(?:queue|process)_[a-z_]+\b|\bup\b")
UNITS = ("_seconds", "_bytes", "_total", "_info")
COUNTED = {  # figures without a unit count things
    *("queue_listeners", "queue_log_seq", "queue_tickets_waiting", "queue_slips", "queue_devices_in_trouble"),
    *("queue_writer_depth", "queue_writer_batch_commands", "queue_part_up"),
}


@pytest.fixture(scope="module")
def measures() -> Measures:
    """As a server shows them to Prometheus."""
    made = Measures()
    made.read_off([Hall.of(small_site())], utc_now(), depth=0, up={"database": True}, folder=Path("/"))
    return made


@pytest.fixture(scope="module")
def alerts() -> list[dict[str, Any]]:
    file = yaml.safe_load((ROOT / "deploy" / "alerts.yaml").read_text())
    return [rule for group in file["groups"] for rule in group["rules"]]


@pytest.fixture(scope="module")
def dashboard() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ROOT / "deploy" / "grafana-dashboard.json").read_text())
    return read


def given(measures: Measures) -> set[str]:
    return PROMETHEUS_OWN | {
        family.name + suffix
        for family in measures.registry.collect()
        for suffix in SUFFIXES.get(family.type, ("",))
    }


def queries(dashboard: dict[str, Any]) -> Iterator[str]:
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            yield target["expr"]
    for variable in dashboard["templating"]["list"]:
        if variable["type"] == "query":
            yield variable["query"]["query"]


def test_every_figure_has_a_unit_in_its_name_or_counts_things(measures: Measures) -> None:
    own = {
        f.name + SUFFIXES.get(f.type, ("",))[0]
        for f in measures.registry.collect()
        if f.name.startswith("queue")
    }
    bare = {name.removesuffix("_bucket") for name in own}
    assert {name for name in bare if not name.endswith(UNITS)} == COUNTED


def test_every_panel_asks_for_figures_that_the_server_gives(
    measures: Measures, dashboard: dict[str, Any]
) -> None:
    asked = {query: set(NAME.findall(query)) for query in queries(dashboard)}
    assert {query: names - given(measures) for query, names in asked.items() if names - given(measures)} == {}
    assert all(asked.values())


def test_every_figure_of_ours_is_on_the_dashboard(measures: Measures, dashboard: dict[str, Any]) -> None:
    asked = " ".join(queries(dashboard))
    own = {family.name for family in measures.registry.collect() if family.name.startswith("queue")}
    assert {name for name in own if name not in asked} == set()


def test_the_dashboards_panels_lie_side_by_side(dashboard: dict[str, Any]) -> None:
    """Grafana takes a file whose panels have ids and places of their own, and a source that it can ask for."""
    panels = dashboard["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert len({(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels}) == len(panels)
    assert {panel["datasource"]["uid"] for panel in panels} == {"${datasource}"}
    assert dashboard["templating"]["list"][0]["name"] == "datasource"


def test_every_alert_asks_for_figures_that_the_server_gives(
    measures: Measures, alerts: list[dict[str, Any]]
) -> None:
    for alert in alerts:
        names = set(NAME.findall(alert["expr"]))
        assert names, alert
        assert names <= given(measures), alert


def test_every_alert_is_explained_and_no_other(alerts: list[dict[str, Any]]) -> None:
    table = rows(section("docs/running-a-hall.md", "Alerts"))
    assert [codes(name)[0] for name, _, _ in table] == [alert["alert"] for alert in alerts]
    assert all(means and do for _, means, do in table)


def test_no_label_can_grow_with_the_people_in_the_hall(measures: Measures) -> None:
    labels = {name for f in measures.registry.collect() for sample in f.samples for name in sample.labels}
    assert labels <= {"site", "state", "part", "le", "version", "schema", "code", "method", "route", "status"}
