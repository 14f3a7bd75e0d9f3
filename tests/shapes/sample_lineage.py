"""An invented lineage that uses every property its shapes constrain."""

from typing import Final

TURTLE: Final = """
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stc: <https://w3id.org/stc/ontology#> .
@base <https://w3id.org/stc/id/invented/> .

<clown> a stc:AIModel , prov:Entity ;
    skos:prefLabel "clown"@en , "clown"@fr ;
    stc:parametersPublished false ;
    stc:trainedFor <amusement> ;
    stc:lineageStatus stc:Illustrative ;
    prov:wasDerivedFrom <mime> ;
    prov:wasGeneratedBy <clown/run-1> .

<mime> a stc:AIModel , prov:Entity ;
    skos:prefLabel "mime"@en .

<clown/run-1> a stc:TrainingRun , prov:Activity ;
    stc:trainingKind stc:FineTuningKind ;
    stc:baseModel <mime> ;
    stc:operations 123456789012345678901234567.0 ;
    stc:operationsAtLeast 100000000000000000000000000.0 ;
    stc:operationsAtMost 200000000000000000000000000.0 ;
    stc:syntheticShare 0.5 ;
    stc:syntheticShareAtLeast 0.0 ;
    stc:syntheticShareAtMost 1.0 ;
    stc:dataUse <clown/run-1/data-1> .

<clown/run-1/data-1> a stc:DataUse ;
    stc:usedDataset <jokes> ;
    stc:operationShare 0.25 ;
    stc:operationShareAtLeast 0.0 ;
    stc:operationShareAtMost 1.0 .

<jokes> a stc:TrainingDataset , prov:Entity ;
    skos:prefLabel "jokes"@en ;
    stc:dataPublished true ;
    stc:generatedByModel <mime> ;
    stc:generationOperations 7.0 ;
    stc:generationOperationsAtLeast 6.0 ;
    stc:generationOperationsAtMost 8.0 .
"""
