"""Invented comparisons that use every property their shapes constrain."""

from typing import Final

TURTLE: Final = """
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix semapv: <https://w3id.org/semapv/vocab/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sssom: <https://w3id.org/sssom/> .
@prefix stc: <https://w3id.org/stc/ontology#> .
@base <https://w3id.org/stc/id/> .

<comparison/yy-list/2001-01-01/zz-list/2002-02-02> a stc:ListComparison ;
    stc:objectEdition <zz-list/2002-02-02> ;
    stc:subjectEdition <yy-list/2001-01-01> ;
    prov:used <yy-list/2001-01-01> , <zz-list/2002-02-02> .

<correspondence/yy-list/2001-01-01/9X999.a/zz-list/2002-02-02/9X999.b> a stc:Correspondence ;
    stc:comparedLimits "Juggling > 3 against Juggling > 5" ;
    stc:coverage stc:PartlyCovered ;
    stc:deviation stc:Outdated ;
    stc:followsEdition <zz-list/2001-01-01> ;
    stc:inComparison <comparison/yy-list/2001-01-01/zz-list/2002-02-02> ;
    stc:inverseCoverage stc:PartlyCovered ;
    stc:inverseDeviation stc:Outdated ;
    stc:inverseFollowsEdition <yy-list/2000-01-01> ;
    stc:inverseRank 1 ;
    stc:mappingRelation skos:closeMatch ;
    stc:objectEntry <zz-list/2002-02-02/9X999.b> ;
    stc:rank 1 ;
    stc:comparesParameter <yy-list/2001-01-01/9X999.a#p1> ;
    stc:subjectEntry <yy-list/2001-01-01/9X999.a> ;
    stc:uncertainty stc:WordingDiffers ;
    stc:wordSimilarity 88 ;
    sssom:confidence 0.91 ;
    sssom:mapping_justification semapv:LexicalSimilarityThresholdMatching .

<absence/yy-list/2001-01-01/9X999.c/zz-list/2002-02-02> a stc:Absence ;
    stc:absenceReason stc:Undecided ;
    stc:absentEntry <yy-list/2001-01-01/9X999.c> ;
    stc:absentFrom <zz-list/2002-02-02> ;
    stc:coverage stc:Undetermined ;
    stc:inComparison <comparison/yy-list/2001-01-01/zz-list/2002-02-02> ;
    stc:nearestCandidate <zz-list/2002-02-02/9X999.d> .

<coverage/yy-list/2001-01-01/zz-list/2002-02-02/9/undetermined> a stc:CoverageCount ;
    stc:coverage stc:Undetermined ;
    stc:coverageAgainst <zz-list/2002-02-02> ;
    stc:coverageOf <yy-list/2001-01-01> ;
    stc:entryTotal 1 ;
    stc:inPart <yy-list/2001-01-01/9> .
"""
