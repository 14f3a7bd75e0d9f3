"""Changes between two invented editions that use every property their shapes constrain."""

from typing import Final

TURTLE: Final = """
@prefix stc: <https://w3id.org/stc/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/stc/id/> .

<xx-list/2002-02-02/since-2001-01-01> a stc:ChangeSet ;
    stc:changeCount 2 ; stc:silentCount 0 ;
    stc:fromEdition <xx-list/2001-01-01> ; stc:toEdition <xx-list/2002-02-02> .

<xx-list/2002-02-02/since-2001-01-01/9A999.a/threshold-relaxed> a stc:Change ;
    stc:affects <xx-list/9A999.a> ;
    stc:changeKind stc:ThresholdRelaxed ; stc:doubt stc:NearGap ;
    stc:fromEdition <xx-list/2001-01-01> ; stc:toEdition <xx-list/2002-02-02> ;
    stc:fromEntry <xx-list/2001-01-01/9A999.a> ; stc:toEntry <xx-list/2002-02-02/9A999.a> ;
    stc:fromLimit "Mass > 5 kg" ; stc:toLimit "Mass > 6 kg" .

<xx-list/2002-02-02/since-2001-01-01/9A999/note-changed> a stc:Change ;
    stc:changeKind stc:NoteChanged ;
    stc:fromEdition <xx-list/2001-01-01> ; stc:toEdition <xx-list/2002-02-02> ;
    stc:fromNote <xx-list/2001-01-01/9A999/note-1> ;
    stc:toNote <xx-list/2002-02-02/9A999/note-1> .

<xx-list/2002-02-02/9A999.a> stc:continues <xx-list/2001-01-01/9A999.a> .
"""
