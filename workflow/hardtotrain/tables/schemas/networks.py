"""The columns of the table of networks; what a setting means is said where the config has it."""

from pydantic import BaseModel

from hardtotrain.config.settings import Initialiser, Optimiser, Record, Settings
from hardtotrain.tables.schema import Column, TableSchema
from hardtotrain.tables.schemas.columns import EXPERIMENT, HIDDEN_LAYERS, NETWORK


def meaning(model: type[BaseModel], setting: str) -> str:
    """What the config says of a setting, as words that can stand in brackets."""
    sentence = model.model_fields[setting].description
    return (sentence[0].lower() + sentence[1:]).removesuffix(".")


NETWORKS = TableSchema(
    "networks",
    "what each network was trained with",
    (
        EXPERIMENT,
        NETWORK,
        Column(
            "changes",
            "string",
            "settings in which it differs from its experiment, as in its name, or `none`",
        ),
        Column("dataset", "string", "its name in the config"),
        Column("layers", "string", "their numbers of neurons, from pixels to outputs"),
        HIDDEN_LAYERS,
        Column(
            "task",
            "string",
            "`classify`, or `reconstruct` for an autoencoder: its last layer decides",
        ),
        Column("activation", "string", meaning(Settings, "activation")),
        Column("normalisation", "string", meaning(Settings, "normalisation")),
        Column("skip_connections", "boolean", meaning(Settings, "skip_connections")),
        Column("initialiser", "string", "the scheme and what was changed of it"),
        Column("scheme", "string", meaning(Initialiser, "scheme")),
        Column("weight_scale", "number", meaning(Initialiser, "weight_scale")),
        Column("bias_sd", "number", meaning(Initialiser, "bias_sd")),
        Column("cost", "string", meaning(Settings, "cost")),
        Column("optimiser", "string", meaning(Optimiser, "method")),
        Column("learning_rate", "number", meaning(Optimiser, "learning_rate")),
        Column("momentum", "number", meaning(Optimiser, "momentum")),
        Column("momentum_schedule", "string", meaning(Optimiser, "momentum_schedule")),
        Column("regularisation", "number", meaning(Settings, "regularisation")),
        Column("batch_size", "integer", meaning(Settings, "batch_size")),
        Column("epochs", "integer", meaning(Settings, "epochs")),
        Column("ends", "string", meaning(Settings, "ends")),
        Column("updates", "integer", "of the whole training, if it does not end early"),
        Column("recorded_updates", "integer", meaning(Record, "updates")),
        Column("images", "integer", meaning(Settings, "images")),
        Column("probe_images", "integer", meaning(Settings, "probe_images")),
        Column("frozen_layers", "string", "their numbers, separated by spaces, or `none`"),
        Column("replicates", "integer", "how many were to be trained"),
        Column("seed", "integer", "all randomness follows from it"),
    ),
    "Tables of accuracies and `mean_field.csv` leave out those that reconstruct their images.",
)
