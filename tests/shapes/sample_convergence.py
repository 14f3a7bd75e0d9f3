"""Invented definitions, convergences and controls, with every property that shapes constrain."""

from typing import Final

TURTLE: Final = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stc: <https://w3id.org/stc/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/stc/id/> .

<stage-definition/xx-use> a stc:StageDefinition ;
    stc:definedBy <xx-list> ; stc:definesStage stc:Use ; stc:includesActivity stc:Repair ;
    stc:composition stc:AllActivities ; stc:openEnded false ; stc:clause "Section 9" ;
    stc:textAsOf "2001-01" ; dcterms:source "Invention Act, section 9" .

<term-definition/xx-cloud> a stc:TermDefinition ;
    stc:definedBy <xx-list> ; stc:definesTerm "cloud"@en ;
    skos:definition "What floats and rains."@en ; stc:clause "Section 9" ;
    stc:textAsOf "2001" ; dcterms:source "Invention Act, section 9" .

<convergence/candidate> a stc:Convergence ;
    skos:prefLabel "Juggling at repair"@en ; stc:status stc:Candidate ;
    stc:task <invented/amusement> ; stc:atActivity stc:Repair ; stc:atStage stc:Use ;
    stc:controlledItem <xx-list/9A999> ; stc:caughtBy <xx-list/9D999> ;
    stc:linkage stc:SpeciallyDesigned ; stc:derivedBy <rule/invented> ;
    stc:proof <convergence/candidate/proof> .

<convergence/candidate/proof> a stc:Proof ;
    stc:step <proof-step/1> , <proof-step/2> , <proof-step/3> .

<proof-step/1> a stc:ProofStep ; stc:stepNumber 1 ; rdfs:label "Juggling amuses."@en ;
    rdf:subject <invented/juggling> ; rdf:predicate stc:performs ; rdf:object <invented/amusement> ;
    stc:statedIn <invented/module> .

<proof-step/2> a stc:ProofStep ; stc:stepNumber 2 ; rdfs:label "Amusement helps repair."@en ;
    rdf:subject <invented/amusement> ; rdf:predicate stc:supportsActivity ;
    rdf:object stc:Repair ; stc:statedIn <invented/module> .

<proof-step/3> a stc:ProofStep ; stc:stepNumber 3 ; rdfs:label "9D999 covers repair."@en ;
    rdf:subject <xx-list/2002-02-02/9D999> ; rdf:predicate stc:covers ;
    rdf:object <xx-list/2002-02-02/9D999/coverage-1> ; stc:statedIn <xx-list/2002-02-02> .

<convergence/law> a stc:Convergence ;
    skos:prefLabel "Juggling, stated in law"@en ; stc:status stc:StatedInLaw ;
    stc:techniqueDescription "juggling"@en ; stc:itemDescription "clouds"@en ;
    stc:atStage stc:Development ; stc:aiPhase stc:TrainingPhase ;
    stc:inferred stc:StageInference ; stc:linkage stc:IncorporatedIn ;
    stc:legalBasis "Invention Act, section 9" ; dcterms:source "Invention Act, section 9" .

<convergence/contrast> a stc:NonConvergence ;
    skos:prefLabel "Juggling with what no list names"@en ; stc:itemDescription "air"@en ;
    stc:atStage stc:Use ; dcterms:source "A citation" .

<ai-control/xx> a stc:AIControl ;
    skos:prefLabel "jugglers"@en ; stc:jurisdiction "XX" ; stc:controlState "in force"@en ;
    stc:legalBasis "Invention Act" ; stc:notEnforcedFrom "2003-03-03"^^xsd:date ;
    stc:limit <ai-control/xx/limit-1> ; dcterms:source "A citation" .

<ai-control/xx/limit-1> a stc:ControlLimit ;
    stc:limitQuantity "balls in the air"@en ; stc:limitSign ">=" ; stc:limitValue 4.0 .
"""
