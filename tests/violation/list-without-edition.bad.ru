#+ - [yy-list, null]
BASE <https://w3id.org/stc/id/>
PREFIX stc: <https://w3id.org/stc/ontology#>

DELETE DATA { <yy-list> stc:hasEdition <yy-list/2001-01-01> }
