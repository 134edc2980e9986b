"""Does the product hold in real networks? Every sentence is one that the tables bear out."""

import pytest
from rendered_scene import network, study_from, told

# That it is trained without weight decay does not matter before training, and is not told.
OTHER = network("other", 4, weight_scale=100.0, bias_sd=0.0, regularisation=0, replicates=30)
EXPLODING = network("exploding", 3, scheme="large_gaussian")
SERIES = [network("start", 2), network("start", 3)]


def place(row: dict) -> dict:
    """Experiment and network of a row."""
    return {name: row[name] for name in ("experiment", "network")}


def ratio(row: dict, median: float, low: float, high: float) -> dict:
    """The errors of a network's last hidden layer over those of its first."""
    ends = {"from_layer": 1, "to_layer": row["hidden_layers"], "replicates": row["replicates"]}
    values = {"median": median, "ci_low": low, "ci_high": high, "measure": "bias_gradient_rms"}
    return place(row) | ends | values | {"epoch": 0}


def field(row: dict, error: float, low: float, high: float, **changes) -> list[dict]:
    """The rows of mean_field.csv of a network's hidden layers."""
    off = {"relative_error_rms": error, "relative_error_rms_low": low}
    values = {"kind": "hidden", "replicates": 200, "chi": 0.042, "relative_error_rms_high": high}
    sizes = {"predicted_rms": 0.07, "measured_rms": 0.08} | off | changes
    return [
        place(row) | values | sizes | {"layer": layer}
        for layer in range(1, row["hidden_layers"] + 1)
    ]


def factors(weights: float, slopes: float) -> list[dict]:
    """The rows of backward_factors.csv of the deepest of the series."""
    values = {"epoch": 0, "replicates": 50, "weight_factor": weights, "slope_factor": slopes}
    return [place(SERIES[-1]) | values | {"layer": layer} for layer in (1, 2, 3)]


def layers(
    error=(0.01, -0.1, 0.1), course=(24.0, 23.0, 25.0), language="en", networks=(), **tables
) -> str:
    """What the scene says of the series, and of other networks beside it."""
    rows = [row for member in SERIES for row in field(member, *error)]
    jacobian = {
        "hidden_layers": 3,
        "replicates": 20,
        "largest_error": 1e-14,
        "factor_per_layer": 4.93,
    }
    study = study_from(
        networks=[*SERIES, *networks],
        mean_field=[*rows, *tables.pop("mean_field", [])],
        learning_speed_ratios=[ratio(SERIES[-1], *course), *tables.pop("ratios", [])],
        jacobians=[place(SERIES[-1]) | jacobian],
        **tables,
    )
    return told("layers", study, language)


@pytest.mark.parametrize(
    ("error", "course", "en", "zh"),
    [
        ((0.01, -0.1, 0.1), (24.0, 23.0, 25.0), "Yes: errors shrink layer by layer", "逐层缩小"),
        ((0.01, -0.1, 0.1), (0.1, 0.05, 0.2), "Yes: errors grow layer by layer", "逐层增大"),
        ((0.01, -0.1, 0.1), (1.1, 0.9, 1.2), "Yes: errors are nearly as large", "所说的相近"),
        ((0.5, 0.4, 0.6), (24.0, 23.0, 25.0), "theory does not foresee", "不能预见"),
    ],
)
def test_the_answer_follows_errors_and_predictions(error, course, en, zh):
    assert en in layers(error, course)
    assert zh in layers(error, course, "zh")


def test_a_prediction_outside_of_its_interval_is_told_with_its_deviation():
    inside, outside = layers((0.01, -0.1, 0.1)), layers((0.12, 0.1, 0.14))
    assert "misses by +1.00% (−10.00 to +10.00). All lie within" in inside
    assert "misses by +12.00% (+10.00 to +14.00)." in outside
    assert "lie within" not in outside


def test_a_prediction_that_is_covered_by_a_wide_interval_is_not_called_near():
    assert "by nearly as much as theory says" in layers((0.2, 0.1, 0.3))
    rough = layers((0.5, -0.1, 0.9))
    assert "Yes: errors shrink layer by layer on their way back." in rough


def test_slopes_are_blamed_only_where_weights_leave_errors_as_they_are():
    blamed = layers(backward_factors=factors(1.0, 0.2))
    assert "the shrinking comes from the derivatives. Weights 4.93 times as large" in blamed
    assert "comes from the derivatives" not in layers(backward_factors=factors(0.5, 0.2))
    assert "comes from the derivatives" not in layers(backward_factors=factors(1.0, 0.9))


@pytest.mark.parametrize(
    ("course", "said"),
    [
        (
            (1.1, 0.8, 1.2),
            "weights × 100, biases 0” the last layer’s errors are 1.10 times "
            "the first’s (0.800 to 1.20): compatible with balance.",
        ),
        ((1.1, 0.8, 1.9), "(0.800 to 1.90): compatible with balance, though too uncertain to say"),
        ((1.1, 1.05, 1.2), "(1.05 to 1.20): nearly a balance."),
        (
            (0.028, 0.02, 0.03),
            "Some starts make errors explode: with “4 hidden layers, weights × 100",
        ),
    ],
)
def test_other_starts_are_what_their_errors_do(course, said):
    shown = layers(
        networks=[OTHER], ratios=[ratio(OTHER, *course)], backward_factors=factors(1.0, 0.2)
    )
    assert said in shown
    assert "Theory has a limit" not in shown


def test_a_start_that_balances_is_not_told_a_second_time():
    said = layers(
        networks=[OTHER, EXPLODING],
        ratios=[ratio(OTHER, 1.1, 0.8, 1.2), ratio(EXPLODING, 0.02, 0.01, 0.03)],
        backward_factors=factors(1.0, 0.2),
    )
    assert "compatible with balance" in said
    assert "Some starts change errors little" not in said
    assert "Some starts make errors explode" in said


def test_theory_fails_for_the_mean_gradient_where_it_is_far_too_large():
    norm = {"predicted_norm": 263.0, "measured_norm": 9.84, "relative_error_norm": 25.7}

    def said(low: float) -> str:
        rows = field(OTHER, 0.01, -0.1, 0.1, **norm, relative_error_norm_low=low)
        return layers(networks=[OTHER], mean_field=rows)

    assert "but not about their mean, the book’s speed (263, measured 9.84)" in said(23.0)
    assert "Theory has a limit" not in said(0.5)


def test_the_deepest_network_of_which_theory_knows_is_told():
    deeper = network("start", 5)
    said = layers(networks=[deeper], ratios=[ratio(deeper, 600.0, 500.0, 700.0)])
    assert "With 3 hidden layers, the errors of a layer are on average 4.93 times" in said


def test_one_layer_has_one_factor():
    one = factors(1.0, 0.2)[:1]
    assert "multiply errors by 1.00, then the derivatives σ′ by 0.200." in layers(
        backward_factors=one
    )


def test_without_two_hidden_layers_nothing_is_predicted():
    assert not told("layers", study_from(networks=[network("start", 1)]))
