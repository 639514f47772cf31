"""One table, as Markdown that also reads well on a terminal."""

PEERS = {
    "beckon": "Beckon", "beckon-acks": "Beckon, acks", "fastapi": "FastAPI", "fastapi-sqlite": "FastAPI + SQLite",
    "node": "Node ws", "relay": "C relay", "relay-sync": "C relay + fdatasync"}


def number(value, digits):
    return f"{value:,.{digits}f}"


def goal_cell(row):
    if row.goal is None:
        return ""
    at_least, wanted = row.goal
    verdict = {True: "met", False: "**missed**", None: ""}[row.is_met()]
    return f"{'≥' if at_least else '≤'} {number(wanted, row.digits)} {verdict}".strip()


def cell(row, key, missing):
    value = row.median(key)
    if value is None:
        return "not here" if PEERS[key] in missing else ""
    return number(value, row.digits) + ("*" if key in row.limited else "")


def ratio_line(row, missing):
    """Beckon's median divided by each peer's."""
    own, cells = row.median("beckon"), []
    for key in PEERS:
        other = row.median(key)
        if key.startswith("beckon") or other is None or own is None:
            cells.append("not here" if PEERS[key] in missing else "")
        else:
            cells.append(f"{own / other:.2f} ×" if other else "")
    return ["· Beckon ÷ the peer", "", *cells]


def lines_of(figures, missing):
    yield ["figure", "goal", *PEERS.values()]
    for row in figures.rows.values():
        title = f"{row.title}, {row.unit}" if row.unit else row.title
        yield [title, goal_cell(row), *(cell(row, key, missing) for key in PEERS)]
        if row.ratio and row.median("beckon") is not None:
            yield ratio_line(row, missing)


def render(figures, missing):
    lines = list(lines_of(figures, missing))
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]

    def joined(cells):
        shown = [
            text.ljust(width) if column < 2 else text.rjust(width)
            for column, (text, width) in enumerate(zip(cells, widths))]
        return "| " + " | ".join(shown) + " |"

    rule = ["-" * width if column < 2 else "-" * (width - 1) + ":" for column, width in enumerate(widths)]
    return "\n".join([joined(lines[0]), joined(rule), *map(joined, lines[1:])])
