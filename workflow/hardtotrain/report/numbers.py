"""Every number of the report, typed: the content of report.json."""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hardtotrain.results import ResultError


class Numbers(BaseModel):
    """A part of report.json."""

    model_config = ConfigDict(extra="forbid")


class Text(Numbers):
    """Words of the config in both languages of the page."""

    en: str
    zh: str


class Question(Numbers):
    """A question to a class about an experiment."""

    question: Text
    answer: Text


class Estimate(Numbers):
    """A value with its 95% interval; without an interval where one replicate cannot give any."""

    value: float
    low: float | None
    high: float | None
    replicates: int = Field(description="How many replicates it rests on.")


class Difference(Estimate):
    """A mean difference over pairs of replicates, and what may be concluded from it."""

    p_holm: float | None = Field(
        description="Of the paired t test, adjusted after Holm for the experiment's comparisons."
    )
    probability_better: float | None = Field(
        description="Share of all pairs of replicates in which the network beats the first one."
    )
    margin: float = Field(description="Differences up to it count as none.")
    equivalent: bool = Field(description="Whether a difference beyond the margin is ruled out.")


class Network(Numbers):
    """What was trained."""

    name: str
    layers: list[int] = Field(description="Layer sizes, input first.")
    epochs: int
    images: int = Field(description="Training images used.")
    probe_images: int = Field(description="Images on which gradients were measured.")
    replicates: int


class Experiment(Numbers):
    """An experiment of the config."""

    name: str
    title: Text
    questions: list[Question] = Field(description="For a class, in the order of the config.")
    networks: list[Network]
    differs: list[str] = Field(
        description="The settings in which its networks differ, besides layers and epochs."
    )
    plateau: str | None = Field(
        description="What it shows of the plateau: courses, a wall of depths and weight decays or "
        "a map of depths and weight scales; null where no updates were recorded."
    )
    ends_on_leaving: bool = Field(
        description="Whether every training ends where the replicate leaves its plateau."
    )


class Accuracy(Numbers):
    """Share of validation and test images that a network classifies correctly, in [0, 1]."""

    network: str
    layers: list[int]
    validation: Estimate | None = Field(description="After the last epoch.")
    validation_last_five: Estimate | None = Field(
        description="Mean of the last five epochs, if all five were recorded."
    )
    test: Estimate | None = Field(description="After the last epoch.")
    over_images: Estimate | None = Field(
        description="Validation accuracy with its interval over replicates and images."
    )
    sd: float | None = Field(description="Standard deviation over replicates, last epoch.")
    note: float | None = Field(description="Published in the note.")
    book: float | None = Field(description="Published in the book.")
    diverged: int = Field(description="Replicates whose weights overflowed.")
    difference: Difference | None = Field(
        description="Mean difference of validation accuracy from the experiment's first network, "
        "paired by replicate."
    )


class AccuracyOfExperiment(Numbers):
    """The accuracies of one experiment."""

    experiment: str
    rows: list[Accuracy]
    depth_series: list[str] = Field(
        description="The networks that differ from the first in their number of equal hidden "
        "layers and in nothing else, the first included."
    )


class LayerSpeed(Numbers):
    """‖∂C/∂b‖ of one hidden layer before training: median over initialisations."""

    network: str
    layer: int
    speed: Estimate
    book: float | None


class Ratio(Numbers):
    """How many times faster the last hidden layer learns than the first: median over replicates."""

    network: str
    hidden_layers: int
    epoch: int
    measure: str
    ratio: Estimate
    book: float | None


class NeuronOrder(Numbers):
    """How often a neuron learns faster than one of the hidden layer before, before training."""

    network: str
    layer: int = Field(description="That of the later neuron of each pair.")
    share: Estimate = Field(description="Of all pairs of neurons of the two layers.")


class InitialSpeed(Numbers):
    """Learning speed before training."""

    experiment: str
    speeds: list[LayerSpeed]
    ratios: list[Ratio]
    ordered: dict[str, int] = Field(
        description="For each network the number of initialisations in which every hidden layer "
        "learns faster than the one before it."
    )
    neuron_order: list[NeuronOrder]


class Prediction(Numbers):
    """Root mean square over images and replicates of ‖δ‖ in one layer, predicted and measured."""

    network: str
    layer: int
    kind: str
    chi: float | None = Field(description="Factor on the mean square; null in the output layer.")
    predicted: float
    measured: float
    relative_error: float = Field(description="predicted / measured − 1.")


class LearningSpeed(Numbers):
    """Ratios of learning speed during the training of one experiment."""

    experiment: str
    ratios: list[Ratio]


class SameNetwork(Numbers):
    """The deepest network of the initial speeds in one of the settings that it was trained in."""

    experiment: str
    network: str
    hidden_layers: int
    epoch: int
    images: int
    decay: float = Field(description="λ/n.")
    ratios: dict[str, Estimate] = Field(
        description="Last to first hidden layer after the last epoch, by measure."
    )
    accuracy: Estimate | None
    decay_share: Estimate | None = Field(
        description="Gradient of the L2 term over that of the data in the first layer, median."
    )


class SlopeFactor(Numbers):
    """Factors |w σ′(z)| of one hidden layer."""

    experiment: str
    network: str
    layer: int
    below_quarter: Estimate = Field(description="Share of factors below 1/4.")
    at_least_one: float
    largest: float


class BackwardFactor(Numbers):
    """What an untrained hidden layer does to the errors on their way back, split in two parts."""

    network: str
    layer: int
    weights: Estimate
    slopes: Estimate


class TrainedFactor(BackwardFactor):
    """The same of a network during its training."""

    experiment: str
    epoch: int


class PlateauPrediction(Numbers):
    """How long a network should stay on its plateau, with nothing fitted."""

    updates: float | None = Field(
        description="Median over replicates; null where any should not leave within its training."
    )
    ratio: Estimate | None = Field(
        description="Measured over predicted, geometric mean of the replicates that leave and "
        "should."
    )
    spread: float | None = Field(
        description="Standard deviation of that ratio's logarithm, as a factor."
    )
    wrong: list[int] = Field(
        description="The replicates that leave and should not, or do not and should."
    )


class PlateauLength(Numbers):
    """How long a network stays on its plateau, where it gives every image the same answer."""

    experiment: str
    network: str
    hidden_layers: int
    weight_decay: float = Field(description="λ/n.")
    weight_scale: float
    growth: float | None = Field(description="g: the decay from which on it should never leave.")
    cost: float = Field(description="That of the plateau.")
    training: int = Field(description="Updates of the whole training.")
    replicates: int
    left: int = Field(description="Replicates that leave it within their training.")
    length: Estimate | None = Field(
        description="Updates until it leaves, median; null where not every replicate does."
    )
    formula: PlateauPrediction | None
    from_start: PlateauPrediction | None


class Decay(Numbers):
    """How errors change from layer to layer in an untrained network, exactly."""

    experiment: str
    also_in: list[str] = Field(description="Other experiments in which the network starts alike.")
    network: str
    hidden_layers: int
    per_layer: Estimate = Field(
        description="Slope of log10 of the errors against the layer; above 0 they shrink backwards."
    )
    r_squared: float | None = Field(description="How straight the line is.")
    largest_error: float | None = Field(
        description="Largest relative difference between backpropagation and product of matrices; "
        "null where outputs are 0 or 1 to the last digit."
    )
    layer_singular_value: float | None = Field(
        description="Mean singular value of the Jacobian of one hidden layer by the one before."
    )
    layer_bound: float | None = Field(
        description="Mean of the largest singular values of these: no error can grow by more."
    )
    product_singular_value: float | None = Field(
        description="Largest singular value of the Jacobian of the last hidden layer by the first."
    )


class ActivationCourse(Numbers):
    """The mean activation of the hidden layer in which it moves furthest during training."""

    experiment: str
    network: str
    layer: int
    start: float = Field(description="Mean activation before training.")
    furthest: float = Field(description="The one that differs most from it.")
    furthest_epoch: int
    end: float = Field(description="After the last epoch.")


class TrainingCost(Numbers):
    """Cost on the training images after the last epoch."""

    experiment: str
    network: str
    cost: Estimate | None = Field(description="Geometric mean over replicates.")
    ratio: Estimate | None = Field(description="Over that of the experiment's first network.")


class PublishedError(Numbers):
    """Test error beside that of a wider network of a paper, as fractions."""

    experiment: str
    network: str
    activation: str
    initialiser: str
    width: int
    error: Estimate
    published: float
    published_width: int


class Width(Numbers):
    """How wide an interval may be that holds a published value: one of the two is given."""

    widest: float | None = Field(description="The largest high − low, in the unit of the claim.")
    widest_factor: float | None = Field(description="The largest high / low.")


class Claim(Numbers):
    """A claim, the rule that judges it and what came of it."""

    id: str
    section: Text
    english: str
    chinese: str
    remark: Text | None
    statistic: str | None = Field(description="What is measured.")
    unit: str | None
    above: float | None = Field(description="The rule: a bound that the interval exceeds;")
    below: float | None = Field(description="one that it stays under;")
    within: list[float] | None = Field(description="a range that holds it;")
    covers: Width | None = Field(
        description="how wide it may be, where it has to hold the published value."
    )
    verdict: str
    measured: float | None
    low: float | None
    high: float | None
    published: float | None
    source: Text | None = Field(description="Where the published value is from.")
    replicates: int | None
    rows: int | None = Field(description="How many values were judged.")
    judged_by: dict[str, str] | None = Field(
        description="Which of them is shown, the one that fits least: where it stands, by column."
    )
    untestable: Text | None = Field(description="Why no experiment can tell.")
    missing: dict[str, str] | None = Field(
        description="What the study lacks to judge it: a column and the value that it has not."
    )
    experiment: str | None = Field(description="If it is about one alone.")
    figure: str | None
    table: str | None


class Comparison(Numbers):
    """A published single run beside the 95% prediction interval for one more run of ours."""

    experiment: str
    network: str
    quantity: str
    layer: int
    epoch: int
    source: str
    published: float
    replicates: int
    centre: float
    low: float | None
    high: float | None
    agrees: bool


class RuleTime(Numbers):
    """What the jobs of a rule took."""

    rule: str
    jobs: int = Field(description="Jobs that left a benchmark file.")
    seconds: float = Field(description="Wall-clock time of these jobs, summed.")


class Change(Numbers):
    """A key in which the config differs from that of the default study."""

    key: str = Field(description="The path to it, as experiments.depth.networks[4].")
    value: str | None = Field(description="As JSON; null where the config leaves the key out.")
    default: str | None = Field(description="As JSON; null where the config adds the key.")


class Provenance(Numbers):
    """How the report came to be."""

    made: str = Field(description="Time at which the numbers were gathered, UTC.")
    commit: str | None = Field(description="Git commit of the workflow; null outside a checkout.")
    uncommitted_changes: bool | None
    versions: dict[str, str]
    machine: dict[str, str]
    blas: dict[str, str]
    data: dict[str, str] = Field(description="SHA-256 of each file of the data set.")
    core_seconds: dict[str, float] = Field(
        description="Time of the training jobs, each on one core, by experiment."
    )
    rule_times: list[RuleTime]
    config: dict = Field(description="The config of the study, as it was read.")
    changes: list[Change] = Field(description="Where the config is not that of the default study.")

    @property
    def config_yaml(self) -> str:
        """The config as YAML, every network on a line of its own."""
        return yaml.safe_dump(
            self.config, sort_keys=False, allow_unicode=True, default_flow_style=None, width=100
        )


class Report(Numbers):
    """The whole of report.json."""

    dataset: str
    examples: dict[str, int] = Field(description="Images of each split of the data set.")
    image_size: tuple[int, int] = Field(description="Rows and columns of an image.")
    classes: int = Field(description="How many different labels the images have.")
    commonest_class: float = Field(
        description="Share of the commonest class in the validation images: the accuracy of giving "
        "every image the same answer."
    )
    experiments: list[Experiment]
    accuracy: list[AccuracyOfExperiment]
    initial_speed: InitialSpeed | None
    mean_field: list[Prediction] = Field(
        description="Of the networks of initial_speed, by mean-field theory with nothing fitted."
    )
    prediction_errors: dict[str, float] = Field(
        description="The largest relative error of these predictions, without its sign, by "
        "experiment."
    )
    learning_speed: list[LearningSpeed]
    same_network: list[SameNetwork]
    theory: dict[str, float] = Field(description="What follows from the equations alone.")
    slope_factors: list[SlopeFactor]
    backward_factors: list[BackwardFactor]
    trained_factors: list[TrainedFactor] = Field(
        description="Of the deepest sigmoid network that is trained as its first layers are slow, "
        "at its first and later epochs."
    )
    plateau: list[PlateauLength]
    critical_scales: dict[str, float] = Field(
        description="The factor on the initial weights at which errors neither vanish nor explode, "
        "by experiment."
    )
    decay: list[Decay]
    activation_courses: list[ActivationCourse]
    training_costs: list[TrainingCost]
    published_errors: list[PublishedError]
    comparisons: list[Comparison]
    claims: list[Claim]
    provenance: Provenance


def read_report(path: Path) -> Report:
    """Reads report.json.

    Raises:
        ResultError: It is no longer as it was written.
    """
    try:
        return Report.model_validate_json(path.read_bytes())
    except ValidationError:
        raise ResultError(path, "does not hold the numbers of a report") from None
