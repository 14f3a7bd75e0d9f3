#+ - [xx-list/2002-02-02/9X, '"1.1"']
#+ - [xx-list/2002-02-02/9X999, '"1.1"']
BASE <https://w3id.org/stc/id/>
PREFIX stc: <https://w3id.org/stc/ontology#>

DELETE DATA { GRAPH <xx-list/2002-02-02> { <xx-list/2002-02-02/9X> stc:sortKey "1" } } ;
INSERT DATA { GRAPH <xx-list/2002-02-02> { <xx-list/2002-02-02/9X> stc:sortKey "1.1" } }
