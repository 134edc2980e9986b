"""What the data call by a name of their own, the page calls by words."""

from small_study import SHAPES, TEMPLATES

from hardtotrain.measures.learning_speed import SPEEDS
from hardtotrain.network_words import TELLING
from hardtotrain.report.words import speed_words

# Of networks, what their names need not say: counted, drawn or recorded, not set to learn by.
UNSAID = {
    *("experiment", "network", "layers", "dataset", "seed", "replicates", "updates", "ends"),
    *("probe_images", "recorded_updates", "changes"),
}
# What `optimiser` and `scheme` say with what stands beside them.
SAID_WITH_OTHERS = {"momentum", "momentum_schedule", "initialiser"}


def test_every_measure_of_speed_has_words():
    words = speed_words(TEMPLATES / "words")
    assert set(words) >= {f"{before}{measure}" for measure in SPEEDS for before in ("", "by_")}


def test_every_setting_in_which_networks_can_differ_has_words():
    settings = set(SHAPES["one network"].networks.columns) - UNSAID - SAID_WITH_OTHERS
    assert settings <= TELLING.keys()
