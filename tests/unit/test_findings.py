"""What a report may say: every finding is true of numbers made for it, and false of others."""

from collections.abc import Mapping

import pytest
from small_study import PROVENANCE, book_network

from hardtotrain.report.findings import SPEED, Findings
from hardtotrain.report.numbers import (
    Accuracy,
    AccuracyOfExperiment,
    BackwardFactor,
    Decay,
    Difference,
    Estimate,
    Experiment,
    InitialSpeed,
    LearningSpeed,
    Network,
    Ratio,
    Report,
    SlopeFactor,
)

# Share of the commonest class, the accuracy of a network that gives every image one answer.
ONE_ANSWER = 0.11


def estimate(value: float, low: float | None = None, high: float | None = None) -> Estimate:
    return Estimate(value=value, low=low, high=high, replicates=3)


def name_of(hidden_layers: int) -> str:
    return f"{hidden_layers} hidden layers"


def trained(name: str, *hidden_layers: int, differs=(), epochs: int = 30) -> Experiment:
    networks = [
        Network(
            name=name_of(count),
            layers=book_network(count),
            epochs=epochs,
            images=1000,
            probe_images=1000,
            replicates=3,
        )
        for count in hidden_layers
    ]
    title = {"en": name, "zh": f"{name}？"}
    return Experiment(
        name=name,
        title=title,
        questions=[],
        networks=networks,
        differs=list(differs),
        plateau=None,
        ends_on_leaving=False,
    )


def accuracies(name: str, by_depth: Mapping[int, float | None]) -> AccuracyOfExperiment:
    """The accuracies of networks by their hidden layers; None is a network that diverged."""
    unknown = ("validation_last_five", "test", "over_images", "sd", "note", "book", "difference")
    rows = [
        Accuracy(
            network=name_of(count),
            layers=book_network(count),
            validation=None if accuracy is None else estimate(accuracy),
            diverged=0,
            **dict.fromkeys(unknown),
        )
        for count, accuracy in by_depth.items()
    ]
    return AccuracyOfExperiment(experiment=name, rows=rows, depth_series=[])


def findings(**parts) -> Findings:
    """The findings of a report that has these parts and no others."""
    listed = (
        *("experiments", "accuracy", "mean_field", "learning_speed", "same_network"),
        *("slope_factors", "backward_factors", "decay", "activation_courses", "training_costs"),
        *("published_errors", "comparisons", "claims", "plateau", "trained_factors"),
    )
    nothing = {part: [] for part in listed}
    nothing |= {"initial_speed": None, "theory": {}, "prediction_errors": {}, "critical_scales": {}}
    about = {"dataset": "mnist", "examples": {}, "image_size": (28, 28), "classes": 10}
    about |= {"commonest_class": ONE_ANSWER}
    return Findings(Report(**about | nothing | parts, provenance=PROVENANCE))


def of_accuracy(differs: Mapping[str, list[str]], **experiments) -> Findings:
    """The findings of accuracies by experiment and number of hidden layers."""
    return findings(
        experiments=[
            trained(name, *by_depth, differs=differs.get(name, ()))
            for name, by_depth in experiments.items()
        ],
        accuracy=[accuracies(name, by_depth) for name, by_depth in experiments.items()],
    )


def test_a_network_has_learned_if_it_is_clearly_better_than_one_answer():
    found = of_accuracy({}, depth={1: 0.9, 2: 0.131, 3: 0.129, 4: 0.11, 5: None})
    [depth] = found.report.accuracy
    assert [found.has_learned(row) for row in depth.rows] == [True, True, False, False, False]
    assert [row.network for row in found.idle(depth)] == [name_of(3), name_of(4)]
    assert found.learned(depth)


@pytest.mark.parametrize("by_depth", [{1: 0.12, 2: 0.1}, {1: None}])
def test_an_experiment_in_which_no_network_learned_has_not(by_depth):
    found = of_accuracy({}, depth=by_depth)
    assert not found.learned(found.report.accuracy[0])


@pytest.mark.parametrize(
    ("by_depth", "wall"),
    [
        ({1: 0.96, 4: 0.96, 6: 0.11, 10: 0.11}, 6),
        ({10: 0.11, 6: 0.11, 4: 0.96, 1: 0.96}, 6),
        ({1: 0.96, 6: 0.131}, None),
        ({1: 0.96, 6: 0.129}, 6),
        # What learned nothing, though a deeper network learned, has another reason than depth.
        ({1: 0.96, 2: 0.11, 3: 0.96}, None),
        ({1: 0.96, 2: 0.11, 3: 0.96, 5: 0.11}, 5),
        # Where nothing is learned at all, depth may not be why.
        ({1: 0.11, 6: 0.11}, None),
        # Weights that overflow are not those of a network that learns nothing.
        ({1: 0.96, 6: None}, None),
        ({1: 0.96, 6: None, 10: 0.11}, 10),
    ],
)
def test_the_wall_is_the_first_depth_at_which_nothing_is_learned(by_depth, wall):
    found = of_accuracy({}, depth=by_depth).wall
    assert (found and found[1].network) == (wall and name_of(wall))


def test_the_wall_is_of_all_experiments_that_differ_in_depth_alone():
    learns, stuck = {1: 0.96, 4: 0.96}, {5: 0.11, 10: 0.11}
    experiment, row = of_accuracy({}, depth=learns, limit=stuck).wall
    assert (experiment.experiment, row.network) == ("limit", name_of(5))
    assert of_accuracy({}, depth=learns | {7: 0.96}, limit=stuck).wall[1].network == name_of(10)
    # As deep as one that learns: something else than depth is in its way.
    assert of_accuracy({}, depth=learns, limit={4: 0.11}).wall is None
    assert of_accuracy({"limit": ["activation"]}, depth=learns, limit=stuck).wall is None
    assert of_accuracy({"depth": ["activation"]}, depth=learns, limit=stuck).wall is None


@pytest.mark.parametrize(
    ("others", "beyond"),
    [
        ({10: 0.9}, 10),
        ({6: 0.9, 10: 0.9, 50: 0.9}, 50),
        ({10: 0.9, 50: 0.11}, 10),
        ({7: 0.131}, 7),
        ({7: 0.129}, None),
        ({6: 0.9}, None),
        ({2: 0.96}, None),
        ({10: None}, None),
    ],
)
def test_beyond_the_wall_is_the_deepest_that_learns_under_other_settings(others, beyond):
    differs = {"critical": ["initialiser"]}
    found = of_accuracy(differs, depth={1: 0.96, 6: 0.11}, critical=others).beyond_the_wall
    assert (found and found.network) == (beyond and name_of(beyond))


def test_without_a_wall_nothing_is_beyond_it():
    differs = {"critical": ["initialiser"]}
    found = of_accuracy(differs, depth={1: 0.96, 6: 0.96}, critical={10: 0.9})
    assert found.wall is None and found.beyond_the_wall is None


def speed_ratio(hidden_layers: int, measure: str = SPEED) -> Ratio:
    return Ratio(
        network=name_of(hidden_layers),
        hidden_layers=hidden_layers,
        epoch=0,
        measure=measure,
        ratio=estimate(3.0**hidden_layers),
        book=None,
    )


def test_experiments_are_told_by_what_their_networks_differ_in():
    experiments = [
        trained("depth", 1, 2),
        trained("start", 2, epochs=0),
        trained("tanh", 2, differs=["activation"]),
        trained("initialisers", 2, epochs=0, differs=["initialiser"]),
        trained("autoencoders", 2),
    ]
    found = findings(
        experiments=experiments,
        accuracy=[accuracies(name, {2: 0.9}) for name in ("depth", "tanh")],
        learning_speed=[
            LearningSpeed(experiment=name, ratios=[speed_ratio(2)])
            for name in ("depth", "tanh", "autoencoders")
        ],
    )
    assert [e.experiment for e in found.of_depth] == ["depth"]
    # Networks that do not classify have costs to tell of, and no accuracy.
    assert [e.name for e in found.of_settings] == ["tanh", "autoencoders"]
    assert [e.experiment for e in found.curves] == ["depth", "autoencoders"]
    assert [e.name for e in found.untrained_with_settings] == ["initialisers"]


def test_an_experiment_with_any_trained_network_is_trained():
    some = trained("some", 1)
    some.networks += trained("some", 2, epochs=0).networks
    found = findings(experiments=[some, trained("none", 1, 2, epochs=0)])
    assert [e.name for e in found.trained] == ["some"]


def test_the_factors_of_an_experiment_are_its_own():
    factors = [
        SlopeFactor(
            experiment=experiment,
            network=name_of(2),
            layer=2,
            below_quarter=estimate(0.9),
            at_least_one=0.0,
            largest=0.5,
        )
        for experiment in ("depth", "start", "depth")
    ]
    found = findings(slope_factors=factors)
    assert found.factors_of("depth") == [factors[0], factors[2]]
    assert found.factors_of("start") == [factors[1]]
    assert found.factors_of("tanh") == []


def start(*hidden_layers: int) -> InitialSpeed:
    """Ratios before training; by another measure a deeper network has one."""
    ratios = [speed_ratio(count) for count in hidden_layers]
    ratios.append(speed_ratio(9, measure="relative_update"))
    return InitialSpeed(experiment="start", speeds=[], ratios=ratios, ordered={}, neuron_order=[])


def backward(hidden_layers: int, *parts: tuple[float, float]) -> list[BackwardFactor]:
    """What weights and slopes do in each layer of a network, the first hidden layer first."""
    return [
        BackwardFactor(
            network=name_of(hidden_layers),
            layer=layer,
            weights=estimate(weights),
            slopes=estimate(slopes),
        )
        for layer, (weights, slopes) in enumerate(parts, start=1)
    ]


def test_what_weights_and_slopes_do_is_told_of_the_deepest_network_without_its_last_layer():
    shallow = backward(2, (7.0, 7.0), (7.0, 7.0))
    deep = backward(3, (0.5, 0.1), (2.0, 0.4), (99.0, 99.0))
    found = findings(initial_speed=start(2, 3), backward_factors=shallow + deep)
    assert found.backward_parts() == pytest.approx((1.0, 0.2))
    deep[0].weights.value, deep[1].slopes.value = 8.0, 0.9
    assert found.backward_parts() == pytest.approx((4.0, 0.3))
    found = findings(initial_speed=start(2), backward_factors=shallow + deep)
    assert found.backward_parts() == pytest.approx((7.0, 7.0))


@pytest.mark.parametrize(
    ("initial_speed", "factors"),
    [
        (None, backward(2, (0.5, 0.1), (0.5, 0.1))),
        (start(), backward(2, (0.5, 0.1), (0.5, 0.1))),
        (start(2), []),
        (start(2), backward(3, (0.5, 0.1), (0.5, 0.1), (0.5, 0.1))),
    ],
)
def test_what_was_not_measured_has_no_parts(initial_speed, factors):
    found = findings(initial_speed=initial_speed, backward_factors=factors)
    assert found.backward_parts() is None


def decay(
    value: float, low: float | None, high: float | None, hidden_layers=3, experiment="start"
) -> Decay:
    """log10 of the factor by which errors shrink from a layer to the one before it."""
    unknown = ("r_squared", "largest_error", "layer_singular_value", "layer_bound")
    return Decay(
        experiment=experiment,
        also_in=[],
        network=name_of(hidden_layers),
        hidden_layers=hidden_layers,
        per_layer=estimate(value, low, high),
        product_singular_value=None,
        **dict.fromkeys(unknown),
    )


def test_the_decay_of_the_slowdown_is_that_of_the_deepest_network_of_the_start():
    rows = [
        decay(0.1, 0.1, 0.1, experiment="initialisers"),
        decay(0.2, 0.2, 0.2, hidden_layers=2),
        decay(0.3, 0.3, 0.3),
    ]
    assert findings(initial_speed=start(2, 3), decay=rows).decay_of_slowdown == rows[2]
    assert findings(initial_speed=start(2), decay=rows).decay_of_slowdown == rows[1]
    assert findings(initial_speed=start(2, 3), decay=rows[:2]).decay_of_slowdown is None
    assert findings(initial_speed=None, decay=rows).decay_of_slowdown is None


@pytest.mark.parametrize(
    ("per_layer", "kind"),
    [
        # The bound is log10(1.25) = 0.0969.
        ((-0.30, -0.40, -0.20), "exploding"),
        ((-0.30, -0.40, -0.098), "exploding"),
        ((-0.30, -0.40, -0.096), "neither"),
        ((0.00, -0.02, 0.02), "level"),
        ((0.05, -0.096, 0.096), "level"),
        ((0.05, -0.096, 0.098), "neither"),
        ((0.05, -0.098, 0.096), "neither"),
        ((0.50, 0.40, 0.60), "neither"),
        ((-0.30, None, None), "neither"),
        ((0.00, None, None), "neither"),
    ],
)
def test_errors_explode_or_stay_level_by_their_whole_interval(per_layer, kind):
    row, vanishing = decay(*per_layer), decay(0.6, 0.5, 0.7)
    found = findings(decay=[vanishing, row])
    assert found.exploding == ([row] if kind == "exploding" else [])
    assert found.level == ([row] if kind == "level" else [])


@pytest.mark.parametrize(
    ("low", "high", "equivalent", "expected"),
    [
        (-0.001, 0.001, True, "yes"),
        (-0.001, 0.003, False, "not_shown"),
        (0.001, 0.009, False, "not_shown"),
        (0.003, 0.009, False, "no"),
        (-0.009, -0.003, False, "no"),
        (-0.009, -0.001, False, "not_shown"),
        (None, None, False, "not_shown"),
    ],
)
def test_accuracies_are_equal_or_different_only_where_the_whole_interval_says_so(
    low, high, equivalent, expected
):
    difference = Difference(
        value=0.0,
        low=low,
        high=high,
        replicates=3,
        p_holm=None,
        probability_better=None,
        margin=0.002,
        equivalent=equivalent,
    )
    assert Findings.equality(difference) == expected
