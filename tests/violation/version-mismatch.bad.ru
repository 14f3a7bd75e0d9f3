#+ - [xx-list/2002-02-02/9X, xx-list/9X]
#+ - [yy-list/9X999, yy-list/2009-09-09/9X999]
BASE <https://w3id.org/stc/id/>
PREFIX stc: <https://w3id.org/stc/ontology#>

DELETE DATA { <xx-list/9X> stc:hasVersion <xx-list/2002-02-02/9X> } ;
INSERT DATA { <yy-list/9X999> stc:hasVersion <yy-list/2009-09-09/9X999> }
