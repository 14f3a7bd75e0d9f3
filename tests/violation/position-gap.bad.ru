#+ - [xx-list/2002-02-02, '"3"^^<http://www.w3.org/2001/XMLSchema#integer>']
#+ - [yy-list/2001-01-01, '"2"^^<http://www.w3.org/2001/XMLSchema#integer>']
BASE <https://w3id.org/stc/id/>
PREFIX stc: <https://w3id.org/stc/ontology#>

DELETE DATA { GRAPH <xx-list/2002-02-02> { <xx-list/2002-02-02/9X> stc:position 1 } } ;
INSERT DATA { GRAPH <xx-list/2002-02-02> { <xx-list/2002-02-02/9X> stc:position 2 } } ;
DELETE DATA { GRAPH <yy-list/2001-01-01> { <yy-list/2001-01-01/9X999> stc:position 1 } } ;
INSERT DATA { GRAPH <yy-list/2001-01-01> { <yy-list/2001-01-01/9X999> stc:position 2 } }
