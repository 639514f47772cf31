"""Where a file may stand, and what a target may import. The order is that of docs/architecture.md."""

import re

# Imports point down this list only.
ORDER = [
    "beckon", "BeckonServer", "BeckonHTTP", "BeckonRealtime", "BeckonHooks", "BeckonJobs", "BeckonAccounts", "BeckonEngine",
    "BeckonSQLite", "BeckonPostgres", "BeckonStore", "BeckonTelemetry", "BeckonClient", "BeckonWire", "BeckonModel",
]
BACKENDS = {"BeckonSQLite", "BeckonPostgres"}
MAY_IMPORT_BACKENDS = {"beckon", "BeckonServer"}
PURE = {"BeckonModel", "BeckonWire", "BeckonStore", "BeckonEngine", "BeckonJobs"}
PURE_FORBIDDEN = re.compile(r"^(NIO\w*|_NIO\w*|Hummingbird\w*|HTTPTypes|GRDB\w*|SQLite3?|C[A-Z]\w*|ServiceLifecycle)$")

# Each of these is imported by nobody else.
ONLY_IN = {
    "GRDB": {"BeckonSQLite"},
    "GRDBSQLite": {"BeckonSQLite"},
    "CPostgres": {"BeckonPostgres"},
    "CArgon2": {"BeckonAccounts"},
    "CWebAssets": {"BeckonHTTP", "BeckonServer"},
    "CTuning": {"BeckonServer"},
    "ArgumentParser": {"beckon"},
    "AsyncHTTPClient": {"BeckonHooks"},
    "Configuration": {"BeckonServer"},
}
CLIENT_MAY_IMPORT = {"BeckonWire", "BeckonModel"}

SOURCES = {*ORDER, "CArgon2", "CTuning", "CWebAssets", "CPostgres"}
TESTS = {
    *(name + "Tests" for name in ORDER), "BeckonTests", "StoreContractTests", "BusContractTests", "SimulationTests",
    "server", "browser", "fault", "fuzz", "harness", "StoreTesting", "BeckonSimulation", "beckon-simulator",
}
WEB = {"widget", "desk", "portal", "shared", "demo", "setup", "invite", "tests"}
PLACES = {"Sources": SOURCES, "Tests": TESTS, "web": WEB}

VAGUE = re.compile(r"(?:^|[a-z0-9_+-])(utils?|helpers?|managers?)$", re.IGNORECASE)
IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?"
    r"import\s+(?:(?:struct|class|enum|protocol|typealias|func|let|var|actor)\s+)?(\w+)", re.MULTILINE)


def check_place(path):
    parts = path.split("/")
    found = []
    if len(parts) > 2 and parts[0] in PLACES and parts[1] not in PLACES[parts[0]]:
        found.append(f"{path}:1: no folder {parts[0]}/{parts[1]} in the layout")
    for part in parts:
        stem = part.split(".")[0]
        if VAGUE.search(stem):
            found.append(f"{path}:1: '{part}': name it after what it does")
    return found


def check_imports(path, text):
    parts = path.split("/")
    if parts[0] != "Sources" or not path.endswith(".swift") or parts[1] not in ORDER:
        return []
    target, found = parts[1], []
    for match in IMPORT.finditer(text):
        why = refusal(target, match.group(1))
        if why:
            line = text.count("\n", 0, match.start(1)) + 1
            found.append(f"{path}:{line}: {target} must not import {match.group(1)}: {why}")
    return found


def refusal(target, module):
    """Why `target` may not import `module`, or None."""
    if module in ORDER and module != target:
        if ORDER.index(module) < ORDER.index(target):
            return "imports point down"
        if module in BACKENDS and target not in MAY_IMPORT_BACKENDS:
            return "only the composition root and tests know a backend"
        if module == "BeckonClient" and target != "beckon":
            return "the SDK is not a part of the server"
        if target == "BeckonClient" and module not in CLIENT_MAY_IMPORT:
            return "the SDK imports Wire and Model only"
    if target in PURE and PURE_FORBIDDEN.match(module):
        return "this layer knows no network and no database"
    if module in ONLY_IN and target not in ONLY_IN[module]:
        return "it belongs to " + ", ".join(sorted(ONLY_IN[module]))
    return None
