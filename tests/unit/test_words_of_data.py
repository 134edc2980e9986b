"""What the data call by a name of their own, the page calls by words."""

from small_study import SHAPES, TEMPLATES

from hardtotrain.claims.statistics import STATISTICS
from hardtotrain.measures.learning_speed import SPEEDS
from hardtotrain.report.language import Strings
from hardtotrain.roles.differing_settings import NO_SETTINGS
from hardtotrain.tables.speed_order import PAIRS
from hardtotrain.tables.theory_checks import theory_check_table

WORDS = Strings(TEMPLATES / "strings").texts.keys()


def test_every_statistic_and_every_column_that_it_is_chosen_by_has_words():
    columns = {column for statistic in STATISTICS.values() for column in statistic.by}
    assert {f"claims.statistic_{name}" for name in STATISTICS} <= WORDS
    assert {f"claims.column_{column}" for column in columns} <= WORDS


def test_every_quantity_of_theory_and_every_measure_of_speed_has_words():
    quantities = theory_check_table()["quantity"]
    assert {f"claims.at_quantity_{quantity}" for quantity in quantities} <= WORDS
    assert {f"speeds.{before}{measure}" for measure in SPEEDS for before in ("", "by_")} <= WORDS


def test_all_pairs_of_layers_have_words():
    assert {f"claims.at_pairs_{pairs}" for pairs in PAIRS} <= WORDS


def test_every_setting_in_which_networks_can_differ_has_words():
    settings = set(SHAPES["one network"].networks.columns) - NO_SETTINGS - {"seed"}
    assert {f"obstacles.setting_{setting}" for setting in settings} <= WORDS
