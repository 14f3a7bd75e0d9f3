#+ - [correspondence/one, xx-list/2002-02-02/9X998]
#+ - [correspondence/two, yy-list/9.Z]
BASE <https://w3id.org/stc/id/>
PREFIX stc: <https://w3id.org/stc/ontology#>

INSERT DATA {
  <correspondence/one> stc:subjectEntry <xx-list/2002-02-02/9X998> .
  <correspondence/two> stc:objectEntry <yy-list/9.Z>
}
