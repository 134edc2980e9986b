"""The interactive charts: their data are the recordings and tables, in any shape of a study."""

import json
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from small_study import (
    SHAPES,
    TEMPLATES,
    SmallStudy,
    WrittenStudy,
    book_network,
    book_study,
    one_experiment,
)

from hardtotrain.formats import spoken
from hardtotrain.interactive_charts.catalogue import CHARTS
from hardtotrain.interactive_charts.chart import DIGITS
from hardtotrain.interactive_charts.document import charts_document
from hardtotrain.interactive_charts.factors import factor_chart, shares_below
from hardtotrain.interactive_charts.learning_speed import (
    LINE,
    learning_speed_chart,
    places,
    telling_epochs,
)
from hardtotrain.interactive_charts.neurons import moments, neuron_chart
from hardtotrain.interactive_charts.opening import opening_chart, reading
from hardtotrain.interactive_charts.selection import charts_of
from hardtotrain.measures.learning_speed import SPEEDS
from hardtotrain.report.words import script_words

pytestmark = pytest.mark.xdist_group("small studies")

WORDS = script_words(TEMPLATES / "words")["charts"]


@pytest.fixture(scope="module")
def book(written) -> WrittenStudy:
    return written("the book's")


def document_of(study: WrittenStudy) -> str:
    charts = charts_of(study.shape.networks.to_dict("records"))
    return charts_document(charts, study.data)


def long(table: pd.DataFrame, *lists: str) -> pd.DataFrame:
    """A table with a row for each value of cells that are lists."""
    return table.explode(list(lists), ignore_index=True).infer_objects()


def test_the_opening_has_every_depth_and_what_was_measured_or_trained_anywhere(book):
    chart = opening_chart(book.data("initial_speed"))
    assert chart.controls["hidden_layers"].values == list(range(1, 51))
    layers = long(
        chart.data["layers"][["hidden_layers", "layer", "predicted"]], "layer", "predicted"
    )
    table = book.tables()["speeds_by_depth"]
    fastest = table.groupby("hidden_layers")["predicted"].transform("max")
    np.testing.assert_array_equal(layers["predicted"], table["predicted"] / fastest)

    shown = chart.data["layers"].dropna(subset="measured").set_index("hidden_layers")
    # One hidden layer is measured at the start of a training, the others in more networks.
    assert shown["networks"].to_dict() == {1: 3, 2: 5, 3: 5, 4: 5}
    speeds = book.tables()["mean_field"].query(
        "experiment == 'initial_speed' and network == '784-30-30-30-10' and kind == 'hidden'"
    )
    unit = speeds["predicted_norm"].max()
    np.testing.assert_allclose(shown.loc[3, "measured"], speeds["measured_norm"] / unit)
    for low, value, high in zip(*shown.loc[3, ["low", "measured", "high"]], strict=True):
        assert low < value < high


def test_the_opening_tells_what_was_measured_or_else_theory_and_what_the_trained_read(book):
    readings = opening_chart(book.data("initial_speed")).readings
    told = {
        row["hidden_layers"]: {key for key, value in row.items() if pd.notna(value)}
        for row in readings.to_dict("records")
    }
    trained = {"hidden_layers", "epochs", "accuracy"}
    assert told[1] == trained | {"single"}
    assert told[4] == trained | {"slower", "networks", "theory"}
    assert told[5] == told[50] == {"hidden_layers", "by_theory"}
    deepest = readings.set_index("hidden_layers").loc[4]
    ratios = book.tables()["learning_speed_ratios"].query(
        "experiment == 'initial_speed' and measure == 'bias_gradient_norm' and epoch == 0"
        " and from_layer == 1 and to_layer == 4"
    )
    assert deepest["slower"] == spoken(ratios["median"].item())
    accuracy = book.tables()["accuracy"].query(
        "experiment == 'depth' and hidden_layers == 4 and split == 'validation'"
        " and statistic == 'last_epoch'"
    )
    assert deepest["accuracy"] == f"{100 * accuracy['mean'].item():.1f}"
    assert deepest["epochs"] == 30


@pytest.mark.parametrize(
    ("depth", "theory", "measured", "told"),
    [
        (1, 1.0, np.nan, {"single": 1}),
        (4, 114.0, 119.5, {"slower": "120", "networks": 9, "theory": "114"}),
        (4, np.nan, 119.5, {"slower": "120", "networks": 9, "theory": None}),
        (5, 556.0, np.nan, {"by_theory": "556"}),
        (5, np.inf, np.nan, {}),
        (4, 114.0, 0.16, {"faster": "6.25"}),
        (4, 114.0, 0.97, {"alike": 4}),
        (9, 1.0, np.nan, {"alike": 9}),
    ],
)
def test_the_opening_says_which_layer_is_slower(depth, theory, measured, told):
    assert reading(depth, theory, measured, 9) == told


def test_the_curves_are_median_and_range_of_the_gradients(book):
    chart = learning_speed_chart(book.data("learning_speed"))
    curves = long(chart.data["curves"], "epoch", "median", "low", "high")
    gradients = book.recorded("gradients").query("experiment == 'learning_speed'")
    hidden = gradients[gradients["kind"] == "hidden"]
    assert set(curves["measure"]) == set(SPEEDS)
    assert len(curves) == len(SPEEDS) * len(hidden) / 3
    for measure in SPEEDS:
        of_measure = curves[curves["measure"] == measure].set_index(["network", "layer", "epoch"])
        groups = hidden.groupby(["network", "layer", "epoch"])[measure]
        for column, expected in {
            "median": groups.median(),
            "low": groups.min(),
            "high": groups.max(),
        }.items():
            found = of_measure[column].reindex(expected.index)
            np.testing.assert_array_equal(found, expected)
    published = long(chart.data["book"], "epoch", "published")
    table = book.tables()["learning_speeds"].dropna(subset="published")
    expected = table.query("experiment == 'learning_speed' and epoch > 0")
    key = ["network", "layer", "epoch"]
    assert (
        published.set_index(key)["published"].sort_index().to_dict()
        == expected.set_index(key)["published"].sort_index().to_dict()
    )
    assert len(published) > 10


def test_numbers_at_the_ends_of_lines_stand_apart_in_the_order_of_the_lines():
    speeds = {1: [0.001, 0.1], 2: [0.01, 0.1001], 3: [1, 0.05]}
    rows = [
        ("n", "m", layer, epoch, speed, speed, speed)
        for layer, both in speeds.items()
        for epoch, speed in enumerate(both)
    ]
    columns = ["network", "measure", "layer", "epoch", "median", "low", "high"]

    found = np.log10(places(pd.DataFrame(rows, columns=columns))["n", "m"])

    assert found.sort_values().index.to_list() == [3, 1, 2]
    assert np.diff(found.sort_values()).min() == pytest.approx(3 * LINE)


def test_a_plateau_is_where_all_layers_are_slow_until_the_first_is_faster_than_before(tmp_path):
    network = one_experiment(book_network(2))
    courses = {"left": {15: 0.1, 30: 2}, "stays": {15: 0.1, 30: 0.5}, "none": {}}
    studies = {
        name: WrittenStudy(SmallStudy(network, course=course), tmp_path / name)
        for name, course in courses.items()
    }
    found = {
        name: learning_speed_chart(study.data("depth")).data["dips"]
        for name, study in studies.items()
    }
    assert set(found["left"]["epoch"]) == {15} and set(found["left"]["measure"]) >= {SPEEDS[0]}
    assert found["stays"].empty and found["none"].empty


def test_curves_that_break_off_before_the_first_epoch_are_points_on_the_whole_axis(tmp_path):
    diverged = {"784-30-30-10": range(3)}
    shape = SmallStudy(one_experiment(book_network(2), epochs=2), diverged=diverged)

    chart = learning_speed_chart(WrittenStudy(shape, tmp_path).data("depth"))

    curves = chart.data["curves"]
    assert len(curves) == 2 * len(SPEEDS)
    assert all(epochs == [0] for epochs in curves["epoch"]) and set(curves["epochs"]) == {2}
    assert chart.readings["before"].notna().all()
    assert chart.readings[["last", "after"]].isna().all(axis=None)


def test_the_ratios_at_both_ends_are_those_of_the_table(book):
    readings = learning_speed_chart(book.data("learning_speed")).readings
    ratios = book.tables()["learning_speed_ratios"].query("experiment == 'learning_speed'")
    assert len(readings) == 3 * len(SPEEDS)
    for row in readings.itertuples():
        layers = row.network.count("-30")
        whole = ratios[
            (ratios["network"] == row.network)
            & (ratios["measure"] == row.measure)
            & (ratios["from_layer"] == 1)
            & (ratios["to_layer"] == layers)
        ].set_index("epoch")["median"]
        assert (row.first, row.last) == (0, 500)
        assert (row.before, row.after) == (whole[0], whole[500])


@pytest.mark.parametrize("epochs", [1, 2, 31, 501, 10_001])
@pytest.mark.parametrize("most", [11, 40])
def test_epochs_are_thinned_but_for_the_first_and_the_last(epochs, most):
    kept = telling_epochs(list(range(epochs)), most)
    assert kept == sorted(set(kept)) and kept[0] == 0 and kept[-1] == epochs - 1
    assert len(kept) == epochs if epochs <= most else most / 2 <= len(kept) <= most
    if epochs > most:
        assert sum(epoch < epochs / 10 for epoch in kept) > len(kept) / 4


def test_the_bars_are_the_neurons_of_single_replicates(book):
    chart = neuron_chart(book.data("depth"))
    bars = long(chart.data["bars"], "neuron", "speed")
    neurons = book.recorded("neurons").query(
        "experiment == 'depth' and network == '784-30-30-10' and layer <= 2"
    )
    key = ["replicate", "epoch", "layer", "neuron"]
    expected = neurons.set_index(key)["bias_gradient"].abs()
    shown = bars.set_index(key)["speed"]
    assert shown.to_dict() == expected.loc[shown.index].to_dict()
    assert set(bars["replicate"]) == set(chart.controls["replicate"].values)
    # Neurons of different layers never stand in the same place.
    places = bars.assign(place=bars["start"] + bars["neuron"])[["layer", "neuron", "place"]]
    assert places.drop_duplicates()["place"].is_unique
    # The published neurons belong to networks with the book's start.
    assert len(chart.data["book"]) == 12
    medians = chart.data["layers"].set_index("layer")["median"]
    pooled = neurons.assign(speed=neurons["bias_gradient"].abs()).groupby("layer")["speed"].median()
    pd.testing.assert_series_equal(medians, pooled, check_names=False)
    [reading] = chart.readings.to_dict("records")
    assert reading["ratio"] == pytest.approx(pooled[2] / pooled[1])
    assert reading["book"] == 12
    history = book.recorded("history").query(
        "experiment == 'depth' and network == '784-30-30-10' and epoch == 0"
    )
    assert reading["accuracy"] == f"{100 * history['validation_accuracy'].mean():.2f}"


@pytest.mark.parametrize(
    ("accuracies", "settled"),
    [
        ([0.1, 0.9, 0.955, 0.96, 0.962], 2),  # the first within a point of the end
        ([0.1, 0.97, 0.9, 0.96, 0.962], 1),
        ([0.1, 0.3, 0.5, 0.7, 0.9], None),  # still rising
        ([0.1, 0.1, 0.1, 0.1, 0.1], None),  # nothing was learned
        ([], None),  # it does not classify
    ],
)
def test_the_accuracy_has_settled_within_a_point_of_the_end(accuracies, settled):
    epochs = [0, 1, 2, 3, 4]
    presets = moments(epochs, pd.Series(accuracies, index=epochs[: len(accuracies)], dtype=float))
    expected = {} if settled is None else {"settled": {"epoch": settled, "axis": "log"}}
    start, end = {"epoch": 0, "axis": "linear"}, {"epoch": 4, "axis": "log"}
    assert presets == {"start": start} | expected | {"end": end}


def test_the_pairs_are_those_of_the_trained_network_and_of_its_untrained_namesake(book):
    chart = factor_chart(book.data("depth"))
    pairs = long(chart.data["points"], "weight", "weighted_input")
    table = book.tables()["slope_points"].query("kind == 'hidden'")
    for stage, experiment in {"trained": "depth", "drawn": "initial_speed"}.items():
        for network in chart.controls["network"].values:
            of_network = table.query(f"experiment == '{experiment}' and network == '{network}'")
            shown = pairs[(pairs["stage"] == stage) & (pairs["network"] == network)]
            assert len(shown) >= 100
            for column in ("weight", "weighted_input"):
                np.testing.assert_array_equal(shown[column], of_network[column])
    shares = book.tables()["slope_factors"].query("experiment == 'depth' and kind == 'hidden'")
    fewest = shares.groupby("network")["below_quarter"].min()
    told = chart.readings.query("stage == 'trained'").set_index("network")[["share", "every"]]
    pd.testing.assert_frame_equal(told.sort_index(), shares_below(fewest).sort_index())


def test_a_share_is_never_rounded_up_and_all_are_every():
    told = shares_below(pd.Series([1.0, 0.999999, 0.95316]))
    assert [share for share in told["share"] if pd.notna(share)] == ["99.99", "95.31"]
    assert [every == "1/4" for every in told["every"]] == [True, False, False]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_a_study_has_the_charts_that_make_sense(written, shape):
    study = written(shape)
    charts = charts_of(study.shape.networks.to_dict("records"))
    assert len(set(charts)) == len(charts)
    document = json.loads(document_of(study))
    assert [chart["name"] for chart in document["charts"].values()] == [name for name, _ in charts]
    for chart in document["charts"].values():
        for columns in [*chart["data"].values(), chart["readings"]]:
            assert len({len(column) for column in columns.values()}) <= 1
        for name, control in chart["controls"].items():
            if control["kind"] != "search":
                assert control["value"] in control["values"] or control["values"] == [], name
        for preset in chart["presets"].values():
            for name, value in preset.items():
                assert value in chart["controls"][name]["values"]
    trained = study.shape.networks.query("epochs > 0 and hidden_layers > 1")
    assert ("neurons" in document["charts"]) == (len(trained) > 0)


def test_the_specifications_hold_nothing_of_a_study():
    # What networks and experiments are called is data: Vega never reads it as anything else.
    drawn = {name: kind.draw().to_dict() for name, kind in CHARTS.items()}
    assert drawn == {name: kind.draw().to_dict() for name, kind in CHARTS.items()}
    assert not re.search(r"784|initial_speed|depth", json.dumps(drawn))


def test_every_word_of_a_chart_is_there(book):
    document = json.loads(document_of(book))
    specifications = json.dumps(document["specifications"], ensure_ascii=False)
    needed = set(re.findall(r'"@(\w+)"', specifications))
    needed |= set(re.findall(r"words\.(\w+)", specifications)) | {"presets", "csv"}
    for chart in document["charts"].values():
        needed |= {f"preset_{name}" for name in chart["presets"]} | {f"{chart['name']}_alt"}
        for name, control in chart["controls"].items():
            needed.add(name)
            if control["words"]:
                needed |= {f"{name}_{value}" for value in control["values"]}
    needed |= {f"fate_{fate}" for fate in ("vanishing", "level", "exploding")}
    needed |= {"search", "preset_start", "preset_settled", "preset_end"}
    for language, words in WORDS.items():
        assert needed - words.keys() == set(), language
        told = {name for name in words if re.search("_reading|_title$|_caption$", name)}
        assert words.keys() - told == needed


def test_the_document_does_not_depend_on_the_order_of_what_was_recorded(book, tmp_path):
    shuffled = WrittenStudy(book_study(), tmp_path)
    for number, path in enumerate(shuffled.runs):
        rows = pd.read_csv(path)
        rows.sample(frac=1, random_state=number).to_csv(path, index=False)
    assert document_of(shuffled) == document_of(book)


def test_numbers_have_few_digits_and_what_is_none_is_null(tmp_path):
    study = WrittenStudy(replace(SHAPES["some diverged"], diverged={"784-30-30-10": [0]}), tmp_path)
    text = document_of(study)
    assert "NaN" not in text and "Infinity" not in text
    numbers = re.findall(r"-?\d+\.\d+(?:e-?\d+)?", text.partition('"charts":')[2])
    assert len(numbers) > 1000
    for number in numbers:
        digits = number.partition("e")[0].replace(".", "").lstrip("-0")
        assert len(digits.rstrip("0")) <= DIGITS, number
