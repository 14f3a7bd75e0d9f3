#+ - [xx-list, xx-list/2002-02-02]
BASE <https://w3id.org/stc/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA { <xx-list/2002-02-02/9X999> skos:inScheme <xx-list/2002-02-02> }
