#+ - [ai-model/clown, ai-model/mime]
#+ - [ai-model/mime, ai-model/clown]
BASE <https://w3id.org/stc/id/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX stc: <https://w3id.org/stc/ontology#>

INSERT DATA {
  <ai-model/clown> a stc:AIModel ; prov:wasDerivedFrom <ai-model/mime> .
  <ai-model/mime> a stc:AIModel ; prov:wasDerivedFrom <ai-model/clown> .
  <ai-model/acrobat> a stc:AIModel ; prov:wasDerivedFrom <ai-model/clown> .
}
