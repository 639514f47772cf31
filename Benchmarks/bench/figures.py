"""The figures of a run: every value measured, its median, what it is held against."""

import statistics


class Row:
    """One figure for several servers. `goal` is what Beckon should reach: (is it at least?, value)."""

    def __init__(self, key, title, unit, goal=None, digits=0, ratio=False):
        self.key, self.title, self.unit, self.goal, self.digits = key, title, unit, goal, digits
        # Whether the table also shows Beckon's figure divided by each peer's.
        self.ratio = ratio
        self.values = {}
        # Servers for which the generator may have been the limit.
        self.limited = set()

    def add(self, server_key, value):
        self.values.setdefault(server_key, []).append(value)

    def median(self, server_key):
        values = self.values.get(server_key)
        return statistics.median(values) if values else None

    def is_met(self, server_key="beckon"):
        """Whether Beckon reaches the goal; None where there is none, or no figure."""
        value = self.median(server_key)
        if self.goal is None or value is None:
            return None
        at_least, wanted = self.goal
        return value >= wanted if at_least else value <= wanted

    def as_json(self):
        goal = None
        if self.goal:
            goal = {"at_least" if self.goal[0] else "at_most": self.goal[1], "met": self.is_met()}
        return {
            "title": self.title, "unit": self.unit, "goal": goal,
            "median": {key: self.median(key) for key in self.values}, "values": self.values}


class Figures:
    """Rows in the order in which they were first asked for."""

    def __init__(self):
        self.rows = {}

    def row(self, key, *arguments, **more):
        if key not in self.rows:
            self.rows[key] = Row(key, *arguments, **more)
        return self.rows[key]


def at_least(value):
    return (True, value)


def at_most(value):
    return (False, value)
