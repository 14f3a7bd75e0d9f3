"""The individuals of our vocabulary that stand for the model's enumerations, by local name."""

from typing import Final

from kgservice.model import Extent, GapKind, Level, Linkage, NoteKind, Polarity, Status

LEVELS: Final = {
    Level.CATEGORY: "CategoryLevel",
    Level.PRODUCT_GROUP: "ProductGroupLevel",
    Level.ENTRY: "EntryLevel",
    Level.PARAGRAPH: "ParagraphLevel",
}
STATUSES: Final = {
    Status.LISTED: "Listed",
    Status.RESERVED: "Reserved",
    Status.REFERENCE: "ReferenceOnly",
}
EXTENTS: Final = {
    Extent.WHOLE: "Whole",
    Extent.INCOMPLETE: "Incomplete",
    Extent.EXCERPT: "Excerpt",
}
GAP_KINDS: Final = {
    GapKind.FIRST_SIBLING: "FirstSiblingMissing",
    GapKind.MIDDLE_SIBLING: "MiddleSiblingMissing",
    GapKind.NO_NODE: "NodeMissing",
    GapKind.RANGE_END: "RangeEndMissing",
    GapKind.LOST_TABLE: "TableLost",
    GapKind.NOT_IN_SOURCE: "NotInSource",
}
NOTE_KINDS: Final = {
    NoteKind.NOTE: "PlainNote",
    NoteKind.TECHNICAL_NOTE: "TechnicalNote",
    NoteKind.NOTA_BENE: "NotaBene",
    NoteKind.DEFINITION: "DefinitionNote",
    NoteKind.GENERAL_NOTE: "GeneralNote",
    NoteKind.LICENCE_REQUIREMENT: "LicenceRequirementNote",
    NoteKind.LICENCE_EXCEPTION: "LicenceExceptionNote",
    NoteKind.RELATED_CONTROL: "RelatedControlNote",
    NoteKind.TABLE: "TableNote",
    NoteKind.REMARK: "RemarkNote",
}
POLARITIES: Final = {
    Polarity.EXTENDS: "Extends",
    Polarity.LIMITS: "Limits",
    Polarity.EXCLUDES: "Excludes",
    Polarity.EXPLAINS: "Explains",
}
STAGES: Final = {"development": "Development", "production": "Production", "use": "Use"}
ACTIVITIES: Final = {
    "design": "Design",
    "operation": "Operation",
    "installation": "Installation",
    "maintenance": "MaintenanceChecking",
    "repair": "Repair",
    "overhaul": "Overhaul",
    "refurbishing": "Refurbishing",
}
LINKAGES: Final = {
    Linkage.SPECIALLY_DESIGNED: "SpeciallyDesigned",
    Linkage.REQUIRED: "Required",
    Linkage.DIRECTLY_ASSOCIATED: "DirectlyAssociated",
}
PRODUCT_GROUPS: Final = {letter: f"ProductGroup{letter}" for letter in "ABCDE"}
