#+ - [xx-list/2002-02-02, '"1"^^<http://www.w3.org/2001/XMLSchema#integer>']
#+ - [xx-list/2002-02-02, '"3"^^<http://www.w3.org/2001/XMLSchema#integer>']
#+ - [xx-list/2003-03-03, '"0"^^<http://www.w3.org/2001/XMLSchema#integer>']
BASE <https://w3id.org/stc/id/>
PREFIX stc: <https://w3id.org/stc/ontology#>

DELETE DATA { GRAPH <xx-list/2002-02-02> { <xx-list/2002-02-02/9X> a stc:Entry . <xx-list/2002-02-02/note-1> a stc:Note } } ;
INSERT DATA { GRAPH <xx-list/2003-03-03> { <xx-list/2003-03-03/gap-9X-no-node> a stc:Gap } }
