"""An invented case with what is found of it, that uses every property its shapes constrain."""

from typing import Final

TURTLE: Final = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stc: <https://w3id.org/stc/ontology#> .
@base <https://w3id.org/stc/id/invented/> .

<case> a stc:TransferCase ;
    skos:prefLabel "Balls for juggling"@en ;
    stc:transfers <balls> ;
    stc:transferForm stc:GoodsForm ;
    stc:transferMode stc:PhysicalTransfer ;
    stc:fromState <borduria> ;
    stc:destination <syldavia> ;
    stc:recipient <circus> ;
    stc:endUser <circus> ;
    stc:statedEndUse "Amusement"@en ;
    stc:evidence <ticket> .

<ticket> a stc:Evidence ;
    stc:factor stc:EndUseFactor ;
    dcterms:description "A ticket"@en .

<case/factor/end-user> a stc:FactorAssessment ;
    stc:ofCase <case> ;
    stc:factor stc:EndUserFactor ;
    stc:reliability stc:TakenAsStated ;
    stc:weight stc:OrdinaryWeight ;
    stc:reason <case/reason> .

<case/reason> a stc:AssessmentReason ;
    stc:factor stc:EndUserFactor ;
    stc:effect stc:RaisesIssue ;
    stc:explanation "It laughs."@en ;
    stc:derivedBy <rule> ;
    dcterms:source <source> .

<law> a stc:NationalityRule ;
    stc:lawOf <borduria> ;
    stc:nationalityBasis stc:PlaceBasis ;
    stc:excludesForm stc:GoodsForm ;
    stc:clause "section 9X" ;
    dcterms:source <source> .

<view> a stc:ThreatPerception ;
    stc:perceiver <borduria> ;
    stc:perceivedActor <circus> ;
    stc:actorType stc:NonStateActor ;
    dcterms:source <source> .
"""
