#+ - [xx-list/2002-02-02, xx-list/2002-02-02/gap-9X-no-node]
BASE <https://w3id.org/stc/id/>
PREFIX stc: <https://w3id.org/stc/ontology#>

INSERT DATA { GRAPH <xx-list/2002-02-02> { <xx-list/2002-02-02> stc:gap <xx-list/2002-02-02/gap-9X-no-node> } }
