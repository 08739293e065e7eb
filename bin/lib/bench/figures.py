"""What was measured, its medians, and the table made of it."""
import statistics

HEADER = ["row", "what", "wall", "CPU", "memory", "to the peer", "to the floor", "more"]


class Line:
    """One thing measured: the runs as tuples of wall ms, CPU ms and MB, where None is what cannot be seen from outside.

    role: "ours", "peer" (what people would use instead), "floor" (what no program of this kind can do without).
    """

    def __init__(self, what, role="ours", runs=(), more="", missing=""):
        self.what = what
        self.role = role
        self.runs = list(runs)
        self.more = more
        self.missing = missing

    def median(self, column):
        values = [run[column] for run in self.runs if run[column] is not None]
        return statistics.median(values) if values else None


class Row:
    def __init__(self, name, about, lines):
        self.name = name
        self.about = about
        self.lines = lines

    def first(self, role):
        return next((line for line in self.lines if line.role == role and line.runs), None)

    def ratio(self, line, role):
        """Wall time of a line to that of the first line of a role; None where one of the two was not measured."""
        other = self.first(role)
        if line.role != "ours" or other is None or line.median(0) is None:
            return None
        return line.median(0) / other.median(0)


def number(value, unit=""):
    """Three digits that count, without an exponent."""
    if value is None:
        return ""
    if value >= 100:
        text = "{:,.0f}".format(value)
    elif value >= 10:
        text = "%.1f" % value
    else:
        text = "%.2f" % value
    return text + unit


def table(rows):
    """The Markdown table of these rows."""
    lines = ["| " + " | ".join(HEADER) + " |", "|" + "---|" * len(HEADER)]
    for row in rows:
        for line in row.lines:
            if line.missing:
                cells = [row.name, line.what, "not measured: " + line.missing, "", "", "", "", ""]
            else:
                cells = [
                    row.name, line.what,
                    number(line.median(0), " ms"), number(line.median(1), " ms"), number(line.median(2), " MB"),
                    number(row.ratio(line, "peer")), number(row.ratio(line, "floor")), line.more,
                ]
            lines.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def raw(rows):
    """The same as values for JSON."""
    return [
        {"row": row.name, "lines": [
            {"what": line.what, "role": line.role, "missing": line.missing, "more": line.more,
             "runs": [{"wall_ms": run[0], "cpu_ms": run[1], "memory_mb": run[2]} for run in line.runs]}
            for line in row.lines]}
        for row in rows
    ]


def growth(sizes, costs):
    """How the cost grows with the size: 1 is linear, 2 is quadratic (the slope between the two largest sizes)."""
    import math
    (small, large), (cheap, dear) = sizes[-2:], costs[-2:]
    return math.log(dear / cheap) / math.log(large / small)
