#+ - [xx-list/2002-02-02/9X, '"9Y"']
#+ - [yy-list/9X999, '"9x999"']
BASE <https://w3id.org/stc/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA { GRAPH <xx-list/2002-02-02> { <xx-list/2002-02-02/9X> skos:notation "9X" } <yy-list/9X999> skos:notation "9X999" } ;
INSERT DATA { GRAPH <xx-list/2002-02-02> { <xx-list/2002-02-02/9X> skos:notation "9Y" } <yy-list/9X999> skos:notation "9x999" }
