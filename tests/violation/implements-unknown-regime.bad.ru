#+ - [xx-list, regime/ri]
#+ - [xx-list/2002-02-02/9X999, regime/ri]
BASE <https://w3id.org/stc/id/>
PREFIX stc: <https://w3id.org/stc/ontology#>

DELETE DATA { <regime/ri> a stc:Regime }
