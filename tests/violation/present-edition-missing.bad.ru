#+ - [xx-list, xx-list/2001-01-01]
#+ - [xx-list, xx-list/2002-02-02]
BASE <https://w3id.org/stc/id/>
PREFIX stc: <https://w3id.org/stc/ontology#>

DELETE DATA { <xx-list> stc:presentEdition <xx-list/2002-02-02> }
