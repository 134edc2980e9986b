"""Was the note right? Every claim with its verdict, in the order of the config's sections."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from hardtotrain.bilingual import Text
from hardtotrain.claims.catalogue import STATISTICS, Statistic
from hardtotrain.report.cells import Row
from hardtotrain.report.language import Phrase, phrase
from hardtotrain.report.study import Study

VERDICTS = ("reproduced", "compatible", "direction_only", "not_shown", "refuted", "untestable")


@dataclass(frozen=True)
class Claim:
    """A claim as the page tells it.

    Attributes:
        id: By which it is linked.
        said: Its words.
        remark: More on it.
        untestable: Why no run can tell.
        row: Its row of claims.csv.
        statistic: What was measured; None where nothing could be.
        rule: What would show it, as the config has it.
        source: Who published the value beside it.
        experiment: Whose evidence it is, where it is judged by one.
    """

    id: str
    said: Phrase
    remark: Phrase | None
    untestable: Phrase | None
    row: Row
    statistic: Statistic | None
    rule: Mapping | None
    source: Phrase | None
    experiment: str | None


def tell(study: Study) -> Mapping | None:
    """Every claim, grouped by section.

    Returns:
        of_note, own: how many are the note's, and this study's; verdicts: how many claims have
        each, in order, without those that none has; sections: each its words, its verdicts and its
        claims. None where the study makes no claims.
    """
    if not study.claims:
        return None
    claims = [(stated["section"], claim(study, stated)) for stated in study.claims]
    return {
        "of_note": len(study.rows("claims", origin="note")),
        "own": len(study.rows("claims", origin="study")),
        "verdicts": counted([claim for _, claim in claims]),
        "sections": [
            {
                "title": phrase(Text(**section)),
                "verdicts": counted(found := [claim for _, claim in group]),
                "claims": found,
            }
            for section, group in groupby(claims, lambda pair: pair[0])
        ],
    }


def counted(claims: list[Claim]) -> list[tuple[str, int]]:
    """How many claims have each verdict, without those that none has."""
    found = [claim.row["verdict"] for claim in claims]
    return [(verdict, found.count(verdict)) for verdict in VERDICTS if verdict in found]


def claim(study: Study, stated: Mapping) -> Claim:
    """A claim of the config with its row of the table of claims."""
    named = stated["where"].get("experiment")
    return Claim(
        id=stated["id"],
        said=phrase(Text(stated["english"], stated["chinese"] or stated["english"])),
        remark=words(stated["remark"]),
        untestable=words(stated["untestable"]),
        row=study.row("claims", claim=stated["id"]),
        statistic=STATISTICS.get(stated["statistic"]),
        rule=stated["rule"],
        source=words(stated["published"] and stated["published"]["source"]),
        experiment=named if isinstance(named, str) and named in study.words else None,
    )


def words(text: Mapping | None) -> Phrase | None:
    """Words of the config, if there are any."""
    return text and phrase(Text(**text))
