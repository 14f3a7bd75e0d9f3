#+ - [xx-list/2003-03-03, null]
#+ - [yy-list/2001-01-01, null]
BASE <https://w3id.org/stc/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX stc: <https://w3id.org/stc/ontology#>

DELETE DATA { GRAPH <xx-list/2003-03-03> { <xx-list/2003-03-03> stc:completeness stc:Excerpt } } ;
DELETE DATA { GRAPH <yy-list/2001-01-01> { <yy-list/2001-01-01> a skos:ConceptScheme } }
