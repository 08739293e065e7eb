"""Run by BenchTest, or by hand: PYTHONPATH=bin/lib python3 -m unittest bench.test_figures"""
import unittest

from . import action, rounds
from .figures import HEADER, Line, Row, growth, number, raw, table


def runs(*walls):
    return [(wall, wall / 2, 10.0) for wall in walls]


class FiguresTest(unittest.TestCase):
    def test_the_median_is_not_moved_by_one_slow_run(self):
        self.assertEqual(Line("ours", runs=runs(10, 11, 12, 13, 5000)).median(0), 12)
        self.assertEqual(Line("ours", runs=runs(10, 20)).median(0), 15)
        self.assertIsNone(Line("ours").median(0))

    def test_what_cannot_be_seen_from_outside_has_no_median(self):
        self.assertIsNone(Line("in a container", runs=[(10.0, None, None)]).median(1))

    def test_the_ratios_are_those_of_the_medians_to_the_first_peer_and_the_first_floor(self):
        row = Row("login", "", [
            Line("ours", runs=runs(100)), Line("baseten", "peer", missing="not here"), Line("truss", "peer", runs(1000)),
            Line("other", "peer", runs(10)), Line("nothing", "floor", runs(50))])
        self.assertEqual(row.ratio(row.lines[0], "peer"), 0.1)
        self.assertEqual(row.ratio(row.lines[0], "floor"), 2)
        self.assertIsNone(row.ratio(row.lines[2], "floor"))

    def test_a_peer_that_is_missing_stays_in_the_table_with_the_reason(self):
        text = table([Row("login", "", [Line("ours", runs=runs(100)), Line("truss", "peer", missing="truss is not here")])])
        self.assertIn("| login | truss | not measured: truss is not here |", text)
        self.assertIn("| login | ours | 100 ms | 50.0 ms | 10.0 MB |  |  |  |", text)
        self.assertEqual({line.count("|") for line in text.splitlines()}, {len(HEADER) + 1})

    def test_numbers_have_the_digits_that_count(self):
        self.assertEqual([number(each) for each in (0.1234, 12.34, 1234.5, None)], ["0.12", "12.3", "1,234", ""])

    def test_growth_tells_linear_from_quadratic(self):
        self.assertAlmostEqual(growth([1, 10, 100], [5, 50, 500]), 1)
        self.assertAlmostEqual(growth([10, 100], [1, 100]), 2)
        self.assertAlmostEqual(growth([10, 100], [7, 7]), 0)

    def test_the_raw_figures_have_each_run(self):
        self.assertEqual(
            raw([Row("login", "", [Line("ours", runs=runs(100))])])[0]["lines"][0]["runs"],
            [{"wall_ms": 100, "cpu_ms": 50, "memory_mb": 10.0}])


class RoundsTest(unittest.TestCase):
    def test_variants_run_in_turn_and_the_first_round_does_not_count(self):
        one, two = Line("one"), Line("two")
        rounds.in_turn([(one, ["true"], {}, None), (two, ["true"], {}, None)], 3)
        self.assertEqual((len(one.runs), len(two.runs)), (3, 3))
        self.assertGreater(one.median(0), 0)

    def test_a_process_that_fails_ends_the_measurement(self):
        with self.assertRaises(SystemExit) as ended:
            rounds.run(["sh", "-c", "echo broken >&2; exit 3"], {"PATH": "/usr/bin:/bin"})
        self.assertIn("broken", str(ended.exception))


class ActionTest(unittest.TestCase):
    def test_what_bench_action_prints_is_read(self):
        medians, size = action.parse(
            "compressed (gzip -6): ours 26.7 MB\n"
            "variant                      stage      wall ms        min     cpu ms   rss MB\n"
            "ours, process                login          891        800        462       67\n"
            "ours, container              login         1637       1600          -        -\n")
        self.assertEqual(medians[("ours, process", "login")], (891, 462, 67))
        self.assertEqual(medians[("ours, container", "login")], (1637, None, None))
        self.assertEqual(size, 26.7)


if __name__ == "__main__":
    unittest.main()
