"""The types of our XMI: words and sentences as DKPro has them, a layer of spans and one of relations."""

_DKPRO = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type"
TYPES = {
    "cas": "http:///uima/cas.ecore",
    "segmentation": "http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore",
    "custom": "http:///webanno/custom.ecore",
}
_STRINGS = {name: "uima.cas.String" for name in ("label", "note", "data")}
_ENDS = {name: "webanno.custom.Span" for name in ("Governor", "Dependent")}
_FEATURES: dict[str, dict[str, str]] = {
    f"{_DKPRO}.Token": {},
    f"{_DKPRO}.Sentence": {},
    "webanno.custom.Span": _STRINGS,
    "webanno.custom.Relation": _ENDS | _STRINGS,
}


def type_system() -> str:
    """The type system, XML."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines += ['<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">', "  <types>"]
    for name, features in _FEATURES.items():
        lines += ["    <typeDescription>", f"      <name>{name}</name>", "      <description/>"]
        lines += ["      <supertypeName>uima.tcas.Annotation</supertypeName>", "      <features>"]
        for feature, kind in features.items():
            inside = f"<name>{feature}</name><description/><rangeTypeName>{kind}</rangeTypeName>"
            lines.append(f"        <featureDescription>{inside}</featureDescription>")
        lines += ["      </features>", "    </typeDescription>"]
    return "\n".join([*lines, "  </types>", "</typeSystemDescription>"]) + "\n"
