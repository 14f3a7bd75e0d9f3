"""The individuals of our vocabulary that stand for the model's enumerations, by local name."""

from typing import Final

from kgservice.correspondence import Coverage, Deviation, Justification, Reason, Uncertainty
from kgservice.criteria import Comparator, Connective, Role
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
COMPARATORS: Final = {
    Comparator.GREATER: "GreaterThan",
    Comparator.GREATER_OR_EQUAL: "GreaterOrEqual",
    Comparator.LESS: "LessThan",
    Comparator.LESS_OR_EQUAL: "LessOrEqual",
    Comparator.EQUAL: "EqualTo",
    Comparator.BETWEEN: "Between",
}
ROLES: Final = {
    Role.CONTROL: "LimitsControl",
    Role.DEFINITION: "LimitsDefinition",
    Role.RELEASE: "LimitsRelease",
    Role.LICENCE: "LimitsLicence",
}
GROUPS: Final = {
    Connective.ALL: "AllOf",
    Connective.ANY: "AnyOf",
    Connective.NONE: "NoneOf",
    Connective.AT_LEAST: "AtLeast",
}
"""Classes of groups; what is not joined by words stands in none."""
CONNECTIVES: Final = {
    Connective.ALL: "JoinedByAll",
    Connective.ANY: "JoinedByAny",
    Connective.NONE: "JoinedByNone",
    Connective.AT_LEAST: "JoinedByAtLeast",
}
PRODUCT_GROUPS: Final = {letter: f"ProductGroup{letter}" for letter in "ABCDE"}
DEVIATIONS: Final = {
    Deviation.IDENTICAL: "Identical",
    Deviation.IN_EFFECT: "IdenticalInEffect",
    Deviation.STRICTER: "Stricter",
    Deviation.LOOSER: "Looser",
    Deviation.OVERLAPPING: "Overlapping",
    Deviation.INCOMPARABLE: "Incomparable",
    Deviation.CODE_COLLISION: "CodeCollision",
    Deviation.MISSING: "Missing",
    Deviation.EXTRA: "Extra",
    Deviation.OUTDATED: "Outdated",
}
COVERAGES: Final = {
    Coverage.IDENTICAL: "Identical",
    Coverage.IN_EFFECT: "IdenticalInEffect",
    Coverage.STRICTER: "Stricter",
    Coverage.LOOSER: "Looser",
    Coverage.PARTLY: "PartlyCovered",
    Coverage.MISSING: "Missing",
    Coverage.EXTRA: "Extra",
    Coverage.OUTDATED: "Outdated",
    Coverage.UNDETERMINED: "Undetermined",
}
UNCERTAINTIES: Final = {
    Uncertainty.WORDING_DIFFERS: "WordingDiffers",
    Uncertainty.WORDING_UNKNOWN: "WordingUnknown",
    Uncertainty.NUMBERS_UNREAD: "NumbersUnread",
    Uncertainty.CONTEXT_DIFFERS: "ContextDiffers",
    Uncertainty.NOTES_DIFFER: "NotesDiffer",
    Uncertainty.REFERENCES_DIFFER: "ReferencesDiffer",
    Uncertainty.STANDARDS_DIFFER: "StandardsDiffer",
    Uncertainty.RIVAL: "RivalCandidate",
    Uncertainty.WEAK: "WeakEvidence",
    Uncertainty.NO_TEXT_HELD: "NoTextHeld",
}
ABSENCE_REASONS: Final = {
    Reason.RESERVED_HERE: "ReservedHere",
    Reason.RESERVED_THERE: "ReservedThere",
    Reason.ONLY_REFERS: "OnlyRefers",
    Reason.OUT_OF_SCOPE: "OutOfScope",
    Reason.LOST_THERE: "LostThere",
    Reason.ABOVE_ABSENT: "AboveAbsent",
    Reason.NOTHING_ALIKE: "NothingAlike",
    Reason.UNDECIDED: "Undecided",
}
JUSTIFICATIONS: Final = {
    Justification.CURATED: "ManualMappingCuration",
    Justification.CODE: "StructuralMatching",
    Justification.WORDING: "LexicalMatching",
    Justification.SIMILARITY: "LexicalSimilarityThresholdMatching",
    Justification.PLACE: "StructuralMatching",
    Justification.CHEMICALS: "InstanceBasedMatching",
    Justification.PARAMETERS: "BackgroundKnowledgeBasedMatching",
    Justification.REFERENCES: "StructuralMatching",
    Justification.CHAIN: "MappingChaining",
}
"""Terms of SEMAPV, by local name: how a correspondence was found."""
