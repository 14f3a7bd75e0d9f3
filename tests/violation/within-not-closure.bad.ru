#+ - [xx-list/2001-01-01/9X999, xx-list/2001-01-01/9X]
#+ - [xx-list/2002-02-02/9X999_No._1%2F2(a), xx-list/2002-02-02/9X]
#+ - [yy-list/2001-01-01/9X999, yy-list/2001-01-01/9X]
BASE <https://w3id.org/stc/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX stc: <https://w3id.org/stc/ontology#>

# Within what is not above; not within what is far above; not within the parent.
INSERT DATA { GRAPH <xx-list/2001-01-01> { <xx-list/2001-01-01/9X999> stc:within <xx-list/2001-01-01/9X> } } ;
DELETE DATA { GRAPH <xx-list/2002-02-02> { <xx-list/2002-02-02/9X999_No._1%2F2(a)> stc:within <xx-list/2002-02-02/9X> } } ;
INSERT DATA { GRAPH <yy-list/2001-01-01> { <yy-list/2001-01-01/9X999> skos:broader <yy-list/2001-01-01/9X> } }
