"""An invented finding and subsumption that use every property their shapes constrain."""

from typing import Final

TURTLE: Final = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix stc: <https://w3id.org/stc/ontology#> .
@base <https://w3id.org/stc/id/invented/> .

<balls-in-the-air> a owl:Class .
<three-hands> a owl:Class .
<juggler> a owl:Class .
<run> a prov:Activity .

<finding> a stc:CriterionFinding ;
    stc:againstClass <juggler> ;
    stc:besideCriterion <three-hands> ;
    stc:ofCriterion <balls-in-the-air> ;
    stc:redundancy stc:RedundantInContext ;
    stc:usesAxiom <axiom> ;
    prov:wasGeneratedBy <run> .

<subsumption> a stc:InferredSubsumption ;
    stc:axiomKind stc:NecessaryCondition ;
    stc:subsumedClass <juggler> ;
    stc:subsumingClass <artist> ;
    stc:usesAxiom <axiom> ;
    prov:wasGeneratedBy <run> .

<axiom> a stc:StatedAxiom ;
    rdfs:label "A juggler throws."@en , "Un jongleur lance."@fr ;
    dcterms:identifier "juggler-throws" ;
    dcterms:source "Invented, Book of Jugglers" ;
    stc:axiomKind stc:NecessaryCondition ;
    stc:axiomText "Juggler subClassOf (throws some Ball)" .
"""
