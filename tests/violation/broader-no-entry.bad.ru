#+ - [xx-list/2002-02-02/9X999, xx-list/2002-02-02/9X]
BASE <https://w3id.org/stc/id/>
PREFIX stc: <https://w3id.org/stc/ontology#>

DELETE DATA { GRAPH <xx-list/2002-02-02> { <xx-list/2002-02-02/9X> a stc:Entry } }
