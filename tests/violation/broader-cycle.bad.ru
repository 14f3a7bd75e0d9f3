#+ - [xx-list/2002-02-02/9X, xx-list/2002-02-02/9X999]
#+ - [xx-list/2002-02-02/9X999, xx-list/2002-02-02/9X]
BASE <https://w3id.org/stc/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX stc: <https://w3id.org/stc/ontology#>

INSERT DATA { GRAPH <xx-list/2002-02-02> {
  <xx-list/2002-02-02/9X> skos:broader <xx-list/2002-02-02/9X999> ;
    stc:within <xx-list/2002-02-02/9X> , <xx-list/2002-02-02/9X999> .
  <xx-list/2002-02-02/9X999> stc:within <xx-list/2002-02-02/9X999> .
} }
