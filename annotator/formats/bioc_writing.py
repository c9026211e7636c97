"""Writing BioC: a passage a document, its whole text; offsets are code points."""

import json
import re
from collections.abc import Iterable, Iterator

from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.formats.beside import beside
from annotator.formats.decoding import Report
from annotator.formats.holds import NOT_IN_XML
from annotator.formats.json_values import listed
from annotator.formats.output import Part
from annotator.formats.shape import Json
from annotator.formats.xml_tree import in_text, in_value

BLOCK = "annotator"  # infon with what plain texts cannot say, as JSON
ROLES = "roles"  # attribute of relations whose ends have other roles than head and tail
ABOUT = {"source": "Annotator", "date": "", "key": "annotator.key"}


def write_json(records: Iterable[DocumentRecord], report: Report) -> Iterator[Part]:
    """A collection, document by document."""
    head = json.dumps(ABOUT | {"infons": {}}, ensure_ascii=False)[:-1]
    yield Part(f'{head}, "documents": ')
    first = True
    for record in records:
        yield Part(listed(first, document(record)))
        first = False
    yield Part("[]}\n" if first else "\n]}\n")


def write_xml(records: Iterable[DocumentRecord], report: Report) -> Iterator[Part]:
    """The same as XML."""
    head = "".join(f"<{key}>{value}</{key}>" for key, value in ABOUT.items())
    yield Part(f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE collection SYSTEM "BioC.dtd">\n<collection>{head}\n')
    for record in records:
        yield Part("".join(_xml(document(record))) + "\n")
    yield Part("</collection>\n")


def document(record: DocumentRecord) -> Json:
    """A document as BioC's JSON has it."""
    one = record.sets[0] if record.sets else SetRecord()
    block: Json = {"meta": record.meta, "labels": one.labels}
    said = {key: value for key, value in block.items() if value}
    passage: Json = {"infons": {}, "offset": 0, "text": record.text, "sentences": []}
    ids = {span.id: f"T{number}" for number, span in enumerate(one.spans, 1)}
    passage["annotations"] = [_annotation(record, span, ids[span.id]) for span in one.spans]
    passage["relations"] = [_relation(tie, ids, number) for number, tie in enumerate(one.relations, 1)]
    infons = {BLOCK: _json(said)} if said else {}
    return {"id": record.name, "infons": infons, "passages": [passage], "annotations": [], "relations": []}


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _annotation(record: DocumentRecord, span: SpanRecord, name: str) -> Json:
    locations = [{"offset": start, "length": end - start} for start, end in span.fragments]
    text = " ".join(record.text[start:end] for start, end in span.fragments)
    return {"id": name, "infons": _infons(span), "text": text, "locations": locations}


def _relation(tie: RelationRecord, ids: dict[str, str], number: int) -> Json:
    roles = str(tie.attributes.get(ROLES, "")).split("|")
    head, tail = roles if len(roles) == 2 and all(roles) else ("head", "tail")
    nodes = [{"refid": ids[tie.head], "role": head}, {"refid": ids[tie.tail], "role": tail}]
    return {"id": f"R{number}", "infons": _infons(tie), "nodes": nodes}


def _infons(item: SpanRecord | RelationRecord) -> dict[str, str]:
    """Label, attributes and note as texts; what they cannot say exactly in an infon of ours."""
    infons = {"type": item.label}
    exact: Json = {}
    for key, value in item.attributes.items():
        if key in ("type", "note", BLOCK) or not isinstance(value, str) or re.search(NOT_IN_XML, key + value):
            exact[key] = value
        if key not in ("type", "note", BLOCK) and not re.search(NOT_IN_XML, key + str(value)):
            infons[key] = str(value)
    block = beside(item, "unsure", "score") | ({"attributes": exact} if exact else {})
    if item.note:
        infons["note"] = re.sub(NOT_IN_XML, "\ufffd", item.note)
        block |= {"note": item.note} if infons["note"] != item.note else {}
    return infons | ({BLOCK: _json(block)} if block else {})


# ---- XML


def _xml(value: Json) -> Iterator[str]:
    yield f"<document><id>{in_text(value['id'])}</id>{_infons_xml(value)}"
    for passage in value["passages"]:
        yield f"<passage>{_infons_xml(passage)}<offset>{passage['offset']}</offset>"
        yield f"<text>{in_text(passage['text'])}</text>"
        for one in passage["annotations"]:
            yield f"\n<annotation id={in_value(one['id'])}>{_infons_xml(one)}"
            yield from (f'<location offset="{at["offset"]}" length="{at["length"]}"/>' for at in one["locations"])
            yield f"<text>{in_text(one['text'])}</text></annotation>"
        for one in passage["relations"]:
            yield f"\n<relation id={in_value(one['id'])}>{_infons_xml(one)}"
            for node in one["nodes"]:
                yield f"<node refid={in_value(node['refid'])} role={in_value(node['role'])}/>"
            yield "</relation>"
        yield "</passage>"
    yield "</document>"


def _infons_xml(value: Json) -> str:
    return "".join(f"<infon key={in_value(key)}>{in_text(text)}</infon>" for key, text in value["infons"].items())
