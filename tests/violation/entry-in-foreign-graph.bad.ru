#+ - [xx-list/2001-01-01/9X999, xx-list/2001-01-01]
BASE <https://w3id.org/stc/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX stc: <https://w3id.org/stc/ontology#>

INSERT DATA { GRAPH <xx-list/2002-02-02> { <xx-list/2001-01-01/9X999> a stc:Entry ; skos:inScheme <xx-list/2001-01-01> } }
