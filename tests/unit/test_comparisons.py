"""Published single runs beside prediction intervals, recomputed by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from small_study import (
    CURVES,
    DEPTH,
    PUBLISHED,
    START,
    SmallStudy,
    book_network,
    book_study,
    one_experiment,
)

from hardtotrain.tables.comparisons import comparison_table
from hardtotrain.tables.runs import read_runs
from hardtotrain.tables.schemas.accuracies import COMPARISONS

NETWORK = "784-30-30-10"


@pytest.fixture
def networks():
    """The table of networks of one book network under some settings."""

    def table(**settings) -> pd.DataFrame:
        return SmallStudy(one_experiment(book_network(2), **settings)).networks

    return table


def histories(accuracies, epoch: int = 30) -> pd.DataFrame:
    """Validation accuracies; the other splits stand far off, so that a mix-up would show."""
    return pd.DataFrame(
        {
            "experiment": "depth",
            "network": NETWORK,
            "replicate": range(len(accuracies)),
            "epoch": epoch,
            "training_accuracy": 0.5,
            "validation_accuracy": accuracies,
            "test_accuracy": 0.4,
            "status": "ok",
        }
    )


def gradients(first, last, epoch: int = 0) -> pd.DataFrame:
    """Speeds of the first and last hidden layer, and of an output layer that is no part of it."""
    layers = {1: first, 2: last, 3: np.full(len(first), 99.0)}
    return pd.concat(
        pd.DataFrame(
            {
                "experiment": "depth",
                "network": NETWORK,
                "replicate": range(len(first)),
                "epoch": epoch,
                "layer": layer,
                "kind": "output" if layer == 3 else "hidden",
                "bias_gradient_norm": speeds,
            }
        )
        for layer, speeds in layers.items()
    )


def rows(table: pd.DataFrame, quantity: str, **where) -> pd.DataFrame:
    found = table[table["quantity"] == quantity]
    for column, value in where.items():
        found = found[found[column] == value]
    return found


NO_SPEEDS = gradients([], [])


def test_the_prediction_interval_of_an_accuracy_by_hand(networks):
    accuracies = [0.960, 0.966, 0.969, 0.973]
    table = comparison_table(networks(), histories(accuracies), NO_SPEEDS, PUBLISHED)
    assert table.columns.tolist() == COMPARISONS.names
    # t of 3 degrees of freedom at 97.5 % is 3.182; the sample's mean 0.967 and variance 90e-6 / 3.
    reach = 3.182446 * np.sqrt(90e-6 / 3) * np.sqrt(1 + 1 / 4)
    assert table["source"].tolist() == ["note", "book"]
    assert table["published"].tolist() == pytest.approx([0.9680, 0.9690])
    assert table["centre"].tolist() == pytest.approx([0.967] * 2)
    assert table["low"].tolist() == pytest.approx([0.967 - reach] * 2, abs=1e-8)
    assert table["high"].tolist() == pytest.approx([0.967 + reach] * 2, abs=1e-8)
    assert (table["replicates"] == 4).all() and table["agrees"].all()


def test_speeds_and_their_ratio_are_compared_as_logarithms(networks):
    first, last = np.array([0.05, 0.07, 0.1]), np.array([0.2, 0.35, 0.3])
    table = comparison_table(networks(), histories([]), gradients(first, last), PUBLISHED)
    expected = {
        ("bias_gradient_norm", 1): (first, 0.07),
        ("bias_gradient_norm", 2): (last, 0.31),
        ("last_to_first_ratio", 0): (last / first, 0.31 / 0.07),
    }
    assert set(zip(table["quantity"], table["layer"], strict=True)) == expected.keys()
    for (quantity, layer), (values, published) in expected.items():
        [row] = rows(table, quantity, layer=layer).itertuples()
        logarithms = np.log(values)
        reach = stats.t.ppf(0.975, 2) * logarithms.std(ddof=1) * np.sqrt(4 / 3)
        assert row.published == pytest.approx(published)
        assert row.centre == pytest.approx(stats.gmean(values))
        assert (row.low, row.high) == pytest.approx(
            (row.centre / np.exp(reach), row.centre * np.exp(reach))
        )
        assert (row.source, row.epoch, row.replicates) == ("book", 0, 3)


@pytest.mark.parametrize("replicates", [2, 8])
def test_one_more_normal_replicate_lies_inside_95_times_of_100(networks, replicates):
    random, network = np.random.default_rng(0), networks()
    studies = 1000
    # Many studies at once, as many experiments: all with the same published value, and each with
    # replicates around a centre of its own that makes this value one more draw from them.
    many = pd.concat([network.assign(experiment=f"study{n}") for n in range(studies)])
    spread = 1e-3
    centres = 0.969 - spread * random.standard_normal(studies)
    accuracies = random.normal(centres[:, None], spread, (studies, replicates))
    recorded = pd.concat(
        histories(row).assign(experiment=f"study{n}") for n, row in enumerate(accuracies)
    )
    table = comparison_table(many, recorded, NO_SPEEDS, PUBLISHED)
    coverage = table.loc[table["source"] == "book", "agrees"].mean()
    assert coverage == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / studies))


def test_the_family_s_interval_by_hand(networks):
    accuracies = [0.960, 0.966, 0.969, 0.973]
    table = comparison_table(networks(), histories(accuracies), NO_SPEEDS, PUBLISHED)
    # Two published values, so t of 3 degrees of freedom at 100 − 5/4 %, from a printed table.
    reach = 4.176535 * np.sqrt(90e-6 / 3) * np.sqrt(1 + 1 / 4)
    assert table["family_low"].tolist() == pytest.approx([0.967 - reach] * 2, abs=1e-8)
    assert table["family_high"].tolist() == pytest.approx([0.967 + reach] * 2, abs=1e-8)


def test_a_family_is_what_is_published_of_one_quantity_in_one_experiment(networks):
    both = pd.concat([networks(), networks().assign(experiment="again")])
    accuracies, speeds = histories([0.966, 0.967, 0.969]), gradients([0.05, 0.1], [0.3, 0.5])
    table = comparison_table(
        both,
        pd.concat([accuracies, accuracies.assign(experiment="again")]),
        pd.concat([speeds, speeds.assign(experiment="again")]),
        PUBLISHED,
    )
    # On the scale of the comparison the two reaches are as the two quantiles of Student's t.
    ends = table[["low", "high", "family_low", "family_high"]].to_numpy()
    speed = (table["quantity"] != "validation_accuracy").to_numpy()
    ends[speed] = np.log(ends[speed])
    table["wider"] = (ends[:, 3] - ends[:, 2]) / (ends[:, 1] - ends[:, 0])
    wider = table.groupby(["experiment", "quantity"])["wider"].agg(["size", "min", "max"])
    assert (
        wider["size"].unstack().to_dict("records")
        == [{"bias_gradient_norm": 2, "last_to_first_ratio": 1, "validation_accuracy": 2}] * 2
    )
    of_two = {
        n: stats.t.ppf(1 - 0.05 / 4, n - 1) / stats.t.ppf(1 - 0.05 / 2, n - 1) for n in (2, 3)
    }
    for quantity, expected in {
        "bias_gradient_norm": of_two[2],
        "last_to_first_ratio": 1,
        "validation_accuracy": of_two[3],
    }.items():
        measured = wider.xs(quantity, level="quantity")[["min", "max"]].to_numpy()
        assert measured == pytest.approx(np.full((2, 2), expected))


def test_all_of_a_family_lie_inside_95_times_of_100(networks):
    random, network = np.random.default_rng(1), networks()
    studies, replicates, spread = 1000, 8, 0.3
    # As above, with the book's speeds of two layers, which are independent here.
    many = pd.concat([network.assign(experiment=f"study{n}") for n in range(studies)])
    book = np.log([0.07, 0.31]) - spread * random.standard_normal((studies, 2))
    speeds = np.exp(book[:, None] + spread * random.standard_normal((studies, replicates, 2)))
    recorded = pd.concat(
        gradients(*study.T).assign(experiment=f"study{n}") for n, study in enumerate(speeds)
    )
    table = comparison_table(many, histories([]), recorded, PUBLISHED)
    norms = rows(table, "bias_gradient_norm").groupby("experiment")
    all_inside = norms[["agrees", "family_agrees"]].all().mean()
    assert all_inside["family_agrees"] == pytest.approx(
        0.975**2, abs=4 * np.sqrt(0.95 * 0.05 / studies)
    )
    assert all_inside["agrees"] == pytest.approx(0.95**2, abs=4 * np.sqrt(0.9 * 0.1 / studies))


@pytest.mark.parametrize(
    ("deviations", "agrees", "family_agrees"),
    [
        (2.2, [True, True], [True, True]),
        (2.75, [True, False], [True, True]),
        (3.3, [True, False], [True, False]),
        (4.2, [False, False], [False, False]),
    ],
)
def test_a_value_may_surprise_alone_and_not_within_its_family(
    networks, deviations, agrees, family_agrees
):
    # The note's value lies one deviation of ours nearer than the book's. With 8 replicates the
    # interval of one ends at √(9/8) · 2.365 = 2.51 deviations, of two at √(9/8) · 2.841 = 3.01.
    ones = np.array([1, -1] * 4) * np.sqrt(7 / 8)
    accuracies = 0.969 + 0.001 * (ones - deviations)
    table = comparison_table(networks(), histories(accuracies), NO_SPEEDS, PUBLISHED)
    assert table["agrees"].tolist() == agrees
    assert table["family_agrees"].tolist() == family_agrees
    inside = table["published"].between(table["family_low"], table["family_high"])
    assert table["family_agrees"].tolist() == inside.tolist()


@pytest.mark.parametrize(("shift", "agrees"), [(0, True), (-0.02, False), (0.02, False)])
def test_agreement_ends_where_the_interval_does(networks, shift, agrees):
    accuracies = np.array([0.967, 0.968, 0.969, 0.970]) + shift
    table = comparison_table(networks(), histories(accuracies), NO_SPEEDS, PUBLISHED)
    assert table["agrees"].tolist() == [agrees] * 2
    inside = table["published"].between(table["low"], table["high"])
    assert table["agrees"].tolist() == inside.tolist()


def test_a_single_replicate_has_no_interval_and_agrees_with_nothing(networks):
    table = comparison_table(networks(), histories([0.969]), gradients([0.07], [0.3]), PUBLISHED)
    assert len(table) == 5
    assert table[["low", "high", "family_low", "family_high"]].isna().all(axis=None)
    assert not table[["agrees", "family_agrees"]].any(axis=None)
    assert table["centre"].notna().all() and (table["replicates"] == 1).all()


def test_diverged_replicates_are_left_out(networks):
    sound = histories([0.966, 0.968, 0.969])
    failed = histories([np.nan, np.nan]).assign(status="diverged", replicate=[3, 4])
    with_failed = comparison_table(networks(), pd.concat([sound, failed]), NO_SPEEDS, PUBLISHED)
    pd.testing.assert_frame_equal(
        with_failed, comparison_table(networks(), sound, NO_SPEEDS, PUBLISHED)
    )


def test_what_has_no_finished_replicate_is_not_compared(networks):
    failed = histories([np.nan, np.nan]).assign(status="diverged")
    assert comparison_table(networks(), failed, NO_SPEEDS, PUBLISHED).empty
    overflowed = gradients([np.nan, np.nan], [0.3, 0.4])
    table = comparison_table(networks(), failed, overflowed, PUBLISHED)
    assert table[["quantity", "layer"]].to_numpy().tolist() == [["bias_gradient_norm", 2]]


def test_only_the_last_epoch_of_the_training_is_compared(networks):
    recorded = pd.concat([histories([0.1, 0.1], epoch=29), histories([0.968, 0.969])])
    table = comparison_table(networks(), recorded, NO_SPEEDS, PUBLISHED)
    assert table["epoch"].tolist() == [30, 30]
    assert table["centre"].tolist() == pytest.approx([0.9685] * 2)


def test_other_experiments_and_the_order_of_rows_change_nothing_to_the_bit(networks):
    random = np.random.default_rng(2)
    accuracies = histories(random.uniform(0.96, 0.97, 99))
    speeds = gradients(*random.lognormal(size=(2, 99)))
    alone = comparison_table(networks(), accuracies, speeds, PUBLISHED)
    failed = histories([np.nan, 0.969]).assign(status=["diverged", "ok"], experiment="again")
    overflowing = gradients([np.nan, 0.1, 0.2], [0.4, 0.3, np.nan]).assign(experiment="again")
    among = comparison_table(
        pd.concat([networks().assign(experiment="again"), networks()]),
        pd.concat([failed, accuracies]).sample(frac=1, random_state=0),
        pd.concat([overflowing, speeds]).sample(frac=1, random_state=0),
        PUBLISHED,
    )
    among = among[among["experiment"] == "depth"].reset_index(drop=True)
    pd.testing.assert_frame_equal(among, alone, check_exact=True)


SPEEDS_AT = {epoch: {"bias_gradient_norm": 2, "last_to_first_ratio": 1} for epoch in (0, 50, 499)}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (DEPTH, {30: {"validation_accuracy": 2}, 0: SPEEDS_AT[0]}),
        (CURVES, SPEEDS_AT),
        (START, {0: SPEEDS_AT[0]}),
        (DEPTH | {"learning_rate": 0.2}, {0: SPEEDS_AT[0]}),
        (DEPTH | {"regularisation": 0.0}, {0: SPEEDS_AT[0]}),
        (DEPTH | {"probe_images": 500}, {30: {"validation_accuracy": 2}}),
        (DEPTH | {"activation": "tanh"}, {}),
        (START | {"cost": "quadratic"}, {}),
    ],
    ids=lambda value: " ".join(f"{k}={v}" for k, v in value.items()),
)
def test_published_values_appear_for_the_settings_they_were_made_with(settings, expected, tmp_path):
    settings = dict(settings)
    if "learning_rate" in settings:
        settings["optimiser"] = {"learning_rate": settings.pop("learning_rate")}
    study = SmallStudy(one_experiment(book_network(2), **settings))
    table = compared(study, tmp_path)
    counts = table.groupby("epoch")["quantity"].value_counts()
    assert counts.to_dict() == {
        (epoch, quantity): count
        for epoch, quantities in expected.items()
        for quantity, count in quantities.items()
    }
    assert table.columns.tolist() == COMPARISONS.names


def test_rows_follow_the_config_and_keep_experiments_apart(tmp_path):
    study = book_study()
    table = compared(study, tmp_path)
    order = table[["experiment", "network"]].drop_duplicates().itertuples(index=False, name=None)
    networks = study.networks[["experiment", "network"]].itertuples(index=False, name=None)
    assert list(order) == list(networks)
    assert not table.duplicated(COMPARISONS.names[:6]).any()
    start = rows(table, "last_to_first_ratio", experiment="initial_speed")
    assert (start["replicates"] == 5).all()


def compared(study: SmallStudy, folder) -> pd.DataFrame:
    """The table of comparisons of a small study."""
    paths = study.write_runs(folder)
    recorded = {
        name: read_runs(path for path in paths if path.stem == name)
        for name in ("history", "gradients")
    }
    return comparison_table(study.networks, recorded["history"], recorded["gradients"], PUBLISHED)
