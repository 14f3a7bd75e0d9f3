"""An invented technique and task that use every property their shapes constrain."""

from typing import Final

TURTLE: Final = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stc: <https://w3id.org/stc/ontology#> .
@base <https://w3id.org/stc/id/invented/> .

<juggling> a owl:NamedIndividual , skos:Concept , stc:AITechnique ;
    skos:inScheme <https://w3id.org/stc/ontology/schemes/ai-technique> ;
    skos:broader <throwing> ;
    skos:prefLabel "juggling"@en , "jonglerie"@fr ;
    skos:definition "Keeping things in the air."@en , "Tenir des choses en l'air."@fr ;
    stc:performs <amusement> .

<throwing> a owl:NamedIndividual , skos:Concept , stc:AITechnique ;
    skos:inScheme <https://w3id.org/stc/ontology/schemes/ai-technique> ;
    skos:prefLabel "throwing"@en , "lancer"@fr ;
    skos:definition "Sending things into the air."@en , "Envoyer des choses en l'air."@fr .

<amusement> a owl:NamedIndividual , skos:Concept , stc:AITask ;
    skos:inScheme <https://w3id.org/stc/ontology/schemes/ai-task> ;
    skos:broader <occupation> ;
    skos:prefLabel "amusement"@en , "amusement"@fr ;
    skos:definition "Making people laugh."@en , "Faire rire les gens."@fr ;
    stc:supportsActivity <fair> .

<occupation> a owl:NamedIndividual , skos:Concept , stc:AITask ;
    skos:inScheme <https://w3id.org/stc/ontology/schemes/ai-task> ;
    skos:prefLabel "occupation"@en , "occupation"@fr ;
    skos:definition "Passing the time."@en , "Passer le temps."@fr .
"""
