"""The columns of the table of networks; what a setting means is said where the config has it."""

from pydantic import BaseModel

from hardtotrain.config.settings import HiddenLayers, Initialiser, Optimiser, Record, Settings
from hardtotrain.tables.schema import Column, TableSchema
from hardtotrain.tables.schemas.columns import EXPERIMENT, HIDDEN_LAYERS, NETWORK

TYPES = {bool: "boolean", float: "number", int: "integer", str: "string"}


def setting(model: type[BaseModel], key: str, name: str | None = None) -> Column:
    """The column of a setting of the config.

    Args:
        model: The mapping of the config that has it.
        key: Its key there.
        name: Of the column, where it is another.

    Returns:
        A column that means what the first sentence of the config says of the setting.
    """
    field = model.model_fields[key]
    sentence = field.description.partition(". ")[0]
    words = (sentence[0].lower() + sentence[1:]).removesuffix(".")
    # None stands for a number that the scheme decides.
    return Column(name or key, TYPES.get(type(field.default), "number"), words)


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
        *(setting(HiddenLayers, key) for key in HiddenLayers.model_fields),
        Column("initialiser", "string", "the scheme and what was changed of it"),
        setting(Initialiser, "scheme"),
        setting(Initialiser, "weight_scale"),
        setting(Initialiser, "bias_sd"),
        setting(Settings, "cost"),
        setting(Optimiser, "method", "optimiser"),
        setting(Optimiser, "learning_rate"),
        setting(Optimiser, "momentum"),
        setting(Optimiser, "momentum_schedule"),
        setting(Settings, "regularisation"),
        setting(Settings, "batch_size"),
        setting(Settings, "epochs"),
        setting(Settings, "ends"),
        Column("updates", "integer", "of the whole training, if it does not end early"),
        setting(Record, "updates", "recorded_updates"),
        setting(Settings, "images"),
        setting(Settings, "probe_images"),
        Column("frozen_layers", "string", "their numbers, separated by spaces, or `none`"),
        Column("replicates", "integer", "how many were to be trained"),
        Column("seed", "integer", "all randomness follows from it"),
    ),
    "Tables of accuracies and `mean_field.csv` leave out those that reconstruct their images.",
)
