#+ - [yy-list/9X998, yy-list]
BASE <https://w3id.org/stc/id/>
PREFIX stc: <https://w3id.org/stc/ontology#>

INSERT DATA { <yy-list/9X998> a stc:Provision ; stc:inList <yy-list> }
