#+ - [membership/ri-XXA, membership/ri-XXA-2]
#+ - [membership/ri-XXB, membership/ri-XXB-2]
BASE <https://w3id.org/stc/id/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX stc: <https://w3id.org/stc/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA { <membership/ri-XXA-2> stc:beganNotBefore "1995-01-01"^^xsd:date } ;
INSERT DATA {
  <membership/ri-XXA-2> stc:beganNotBefore "1994-12-31"^^xsd:date .
  <membership/ri-XXB-2> org:organization <regime/ri> ; org:member <party/XXB> .
}
