"""What spans and relations have beside place and label, as an object that formats with free fields carry along."""

from annotator.core.records import RelationRecord, SpanRecord
from annotator.formats import shape
from annotator.formats.shape import Json, Misshapen


def beside(item: SpanRecord | RelationRecord, *fields: str) -> Json:
    """Attributes, note, unsure and score, those that say something; of these only `fields` where some are named."""
    values: Json = {"attributes": item.attributes, "note": item.note, "unsure": item.unsure, "score": item.score}
    return {
        key: value
        for key, value in values.items()
        if value not in ({}, "", None) and value is not False and (not fields or key in fields)
    }


def take_beside(item: SpanRecord | RelationRecord, value: Json) -> None:
    """Give an item what stands beside it. Raises Misshapen."""
    item.attributes, item.note = shape.plain(value, "attributes"), shape.text(value, "note")
    item.unsure, item.score = shape.flag(value, "unsure"), shape.number(value, "score")


def try_beside(item: SpanRecord | RelationRecord, value: Json) -> bool:
    """The same; False, and nothing taken, where it is misshapen."""
    try:
        take_beside(item, value)
    except Misshapen:
        return False
    return True
