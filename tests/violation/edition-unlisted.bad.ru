#+ - [xx-list/2001-01-01, xx-list]
BASE <https://w3id.org/stc/id/>
PREFIX stc: <https://w3id.org/stc/ontology#>

DELETE DATA { <xx-list> stc:hasEdition <xx-list/2001-01-01> }
