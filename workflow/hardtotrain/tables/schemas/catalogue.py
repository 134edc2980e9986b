"""Every table of the study in the order of results/README.md: a new one is a line here."""

from hardtotrain.tables.schemas.accuracies import (
    ACCURACY,
    COMPARISONS,
    DIFFERENCES,
    IMAGE_ACCURACY,
    PUBLISHED_ERRORS,
    TRAINING_COSTS,
)
from hardtotrain.tables.schemas.activations import ACTIVATION_LEVELS, SATURATION
from hardtotrain.tables.schemas.claims import CLAIMS
from hardtotrain.tables.schemas.networks import NETWORKS
from hardtotrain.tables.schemas.plateau import PLATEAU, PLATEAU_FATES, PLATEAU_LENGTHS
from hardtotrain.tables.schemas.remedies import REMEDIES
from hardtotrain.tables.schemas.speeds import (
    BACKWARD_FACTORS,
    INITIAL_ORDER,
    LEARNING_SPEED_RATIOS,
    LEARNING_SPEEDS,
    MEAN_FIELD,
    NEURON_ORDER,
    SPEED_ORDER,
    SPEEDS_BY_DEPTH,
)
from hardtotrain.tables.schemas.theory import THEORY_CHECKS
from hardtotrain.tables.schemas.weights import (
    JACOBIANS,
    SLOPE_FACTORS,
    SLOPE_POINTS,
    WEIGHT_DECAY,
    WEIGHT_SHARES,
)

# Of an experiment: what each network has by itself, and what compares or counts them.
OF_EXPERIMENTS = (
    NETWORKS,
    ACCURACY,
    DIFFERENCES,
    TRAINING_COSTS,
    LEARNING_SPEEDS,
    LEARNING_SPEED_RATIOS,
    SPEED_ORDER,
    IMAGE_ACCURACY,
    INITIAL_ORDER,
    NEURON_ORDER,
    ACTIVATION_LEVELS,
    SATURATION,
    BACKWARD_FACTORS,
    WEIGHT_DECAY,
    SLOPE_FACTORS,
    SLOPE_POINTS,
    WEIGHT_SHARES,
    JACOBIANS,
    PLATEAU,
    PLATEAU_LENGTHS,
    PLATEAU_FATES,
    MEAN_FIELD,
    SPEEDS_BY_DEPTH,
    REMEDIES,
    COMPARISONS,
    PUBLISHED_ERRORS,
)
COMPARING = (DIFFERENCES, TRAINING_COSTS, PLATEAU_FATES, COMPARISONS)
OF_NETWORKS = tuple(schema for schema in OF_EXPERIMENTS if schema not in COMPARING)
SCHEMAS = {schema.name: schema for schema in (*OF_EXPERIMENTS, THEORY_CHECKS, CLAIMS)}
