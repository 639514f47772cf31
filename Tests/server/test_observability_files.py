"""docs/operating.md, the board and the alerts name metrics that there are, and the page names all of them."""

import json
import re
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = re.compile(r"\b(?:beckon|process)_[a-z0-9_]+")
DECLARED = re.compile(r"^# TYPE (\S+) (\S+)$", re.MULTILINE)
LABELS_OF_PROMETHEUS = {"instance", "job", "le"}


@pytest.fixture(scope="module")
def declared():
    """{name of a sample: its labels}, from the declarations themselves."""
    source = (ROOT / "Sources/BeckonTelemetry/Metrics/ServerMetrics.swift").read_text(encoding="utf-8")
    found = {}
    for kind, name, rest in re.findall(r"= (\w+)Metric\(\s*\"(\w+)\"((?:[^()]|\([^()]*\))*)\)", source):
        labels = re.match(r",\s*\[([^\]]*)\]", rest)
        labels = set(re.findall(r'"(\w+)"', labels.group(1))) if labels else set()
        if kind == "Counter" or "isRising: true" in rest:
            found[name + "_total"] = labels
        elif kind == "Histogram":
            found.update({name + suffix: labels for suffix in ("_bucket", "_sum", "_count")})
        else:
            found[name] = labels
    assert len(found) > 40
    return found


def test_the_server_shows_what_is_declared_and_nothing_else(declared, world):
    text = httpx.get(world.server.base + "/metrics", trust_env=False).text
    shown = set()
    for name, kind in DECLARED.findall(text):
        shown |= {name + suffix for suffix in ("_bucket", "_sum", "_count")} if kind == "histogram" else {name}
    assert shown == set(declared)


def families(declared):
    return {re.sub(r"_(bucket|sum|count)$", "", name) if name.endswith("_bucket") else name
            for name in declared if not name.endswith(("_sum", "_count"))}


def test_the_page_for_operators_names_each_metric_and_no_other(declared):
    page = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `beckon_") or line.startswith("| `process_")]
    named = {name for row in rows for name in NAME.findall(row.split("|")[1])}
    assert named == families(declared)
    for row in rows:
        _, names, labels, *_ = row.split("|")
        for name in NAME.findall(names):
            wanted = declared.get(name, declared.get(name + "_bucket"))
            assert set(re.findall(r"`(\w+)`", labels)) == wanted, name


def check(expression, declared):
    """Each selector's metric is declared, and each label in it, or in a `by`, is one of a metric in the expression."""
    names = NAME.findall(re.sub(r'"[^"]*"', '""', expression))
    assert names or "up{" in expression, expression
    for name in names:
        assert name in declared, f"{name} in {expression}"
    known = set().union(*(declared[name] for name in names), LABELS_OF_PROMETHEUS)
    used = re.findall(r"(\w+)\s*(?:=~|!~|!=|=)\s*\"", expression)
    for group in re.findall(r"\bby \(([^)]*)\)", expression):
        used += re.findall(r"\w+", group)
    assert set(used) <= known, expression


def test_the_board_asks_only_for_metrics_that_there_are(declared):
    board = json.loads((ROOT / "deploy/grafana/beckon.json").read_text(encoding="utf-8"))
    panels = [panel for panel in board["panels"] if panel["type"] != "row"]
    expressions = [target["expr"] for panel in panels for target in panel["targets"]]
    asked = {name for expression in expressions for name in NAME.findall(expression)}
    for expression in expressions:
        check(expression, declared)
    for panel in panels:
        legends = re.findall(r"{{(\w+)}}", " ".join(target["legendFormat"] for target in panel["targets"]))
        expression = " ".join(target["expr"] for target in panel["targets"])
        known = set().union(*(declared[name] for name in NAME.findall(expression)), LABELS_OF_PROMETHEUS)
        assert set(legends) <= known, panel["title"]
    places = [tuple(panel["gridPos"].values()) for panel in board["panels"]]
    assert len({panel["id"] for panel in board["panels"]}) == len(set(places)) == len(places)
    unused = families(declared) - {re.sub(r"_(bucket|sum|count)$", "", name) for name in asked} - asked
    assert not unused, "the board shows every metric"


def test_the_alerts_ask_only_for_metrics_that_there_are(declared):
    text = (ROOT / "deploy/prometheus/beckon.rules.yml").read_text(encoding="utf-8")
    expressions = re.findall(r"^\s+expr: (.+)$", text, re.MULTILINE)
    assert len(expressions) == text.count("- alert:") >= 10
    for expression in expressions:
        check(expression, declared)
    assert text.count("summary:") == text.count("description:") == text.count("severity: page}") + text.count(
        "severity: ticket}") == len(expressions)
