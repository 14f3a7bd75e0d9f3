#+ - [xx-list/2002-02-02/9X, '"9X999"']
#+ - [xx-list/2002-02-02/9X999, '"9X999"']
BASE <https://w3id.org/stc/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA { GRAPH <xx-list/2002-02-02> { <xx-list/2002-02-02/9X> skos:notation "9X" } } ;
INSERT DATA { GRAPH <xx-list/2002-02-02> { <xx-list/2002-02-02/9X> skos:notation "9X999" } }
