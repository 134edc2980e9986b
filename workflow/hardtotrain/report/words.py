"""The words that no template has: those of figures, of charts and of the page's script."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from hardtotrain.bilingual import Text
from hardtotrain.measures.learning_speed import SPEEDS
from hardtotrain.report.language import LANGUAGES, Phrase, phrase


def read_words(path: Path) -> dict[str, dict[str, str]]:
    """The texts of one file, by name and language.

    Args:
        path: YAML that maps a name to the text in each language.

    Raises:
        ValueError: A text does not have exactly the languages of the page.
    """
    texts = yaml.safe_load(path.read_text(encoding="utf-8"))
    for name, text in texts.items():
        if not isinstance(text, dict) or set(text) != set(LANGUAGES):
            raise ValueError(f"{path}: {name} needs the languages {LANGUAGES}")
    return texts


def script_words(folder: Path) -> dict[str, dict[str, dict[str, str]]]:
    """What the page's scripts say, by script, language and name.

    Args:
        folder: With controls.yaml, charts.yaml and speeds.yaml.
    """
    controls, charts, speeds = (
        by_language(read_words(folder / f"{name}.yaml"))
        for name in ("controls", "charts", "speeds")
    )
    for language in LANGUAGES:
        # Charts call the speeds as tables do.
        charts[language] |= {f"measure_{name}": speeds[language][name] for name in SPEEDS}
    return {"controls": controls, "charts": charts}


def by_language(texts: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Texts by language and name, which are by name and language."""
    return {
        language: {name: text[language] for name, text in texts.items()} for language in LANGUAGES
    }


def speed_words(folder: Path) -> dict[str, Phrase]:
    """What the measures of learning speed are called, by their names and by_{name} in a sentence.

    Args:
        folder: With speeds.yaml.
    """
    return {name: phrase(Text(**text)) for name, text in read_words(folder / "speeds.yaml").items()}
